package dev.patchbay.itests.page;

import dev.patchbay.itests.distribution.Lines;
import dev.patchbay.itests.distribution.Patchbay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code patchbay page}, which opens the page of a home to a browser. It is killed when this is closed. */
final class PageCommand implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/\\?token=\\S+");

    private final Process process;
    private final String address;

    /** Starts the command and waits for the address that it prints. */
    PageCommand(Path home) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Patchbay.distribution().resolve("bin/patchbay").toString(), "page", "--home", home.toString());
        builder.environment().put("PATCHBAY_JAVA", System.getProperty("java.home"));
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Lines output = new Lines(process.getInputStream(), "patchbay-page", line -> true);
        Matcher found =
                ADDRESS.matcher(output.await(line -> ADDRESS.matcher(line).find(), "an address"));
        address = found.find() ? found.group() : "";
    }

    /** Returns the address with its token, which is valid once. */
    String address() {
        return address;
    }

    /** Returns where everything that the page asks for has to be. */
    String origin() {
        return address.substring(0, address.indexOf("/?"));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
