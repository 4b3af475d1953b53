package dev.patchbay.launcher.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads the access control list (ACL) of a file. POSIX ACLs give permissions to named users and groups. In the mode of
 * a file with such a list, the bits of the group are its mask: the most that any of these can have. So if the group
 * bits do not permit to write, the list does not either, and need not be read.
 *
 * <p>Java cannot read the list. {@code getfacl} can, but is not installed everywhere. {@code ls -l} shows whether there
 * is one: the mode then ends with a plus sign.
 */
final class AccessList {

    private static final long PATIENCE_SECONDS = 10;

    private AccessList() {}

    /**
     * Returns whether a list lets a named user or group write to a file whose group bits permit it. If there is a list
     * and it cannot be read, or if it cannot be found out whether there is one, returns true.
     *
     * @param owner the uid of the owner, for whom an entry of the list changes nothing
     */
    static boolean letsOthersWrite(Path file, long owner) throws IOException {
        Optional<List<String>> entries = output("getfacl", "-cpn", "--", file.toString());
        if (entries.isPresent()) {
            return entries.get().stream().anyMatch(entry -> grants(entry, owner));
        }
        // That of BusyBox does not show the sign.
        Path ls = Path.of("/bin/ls");
        if (!Files.exists(ls) || !ls.toRealPath().endsWith("ls")) {
            return true;
        }
        return output(ls.toString(), "-ldn", "--", file.toString())
                .map(lines -> lines.isEmpty() || lines.get(0).matches("\\S{10}\\+.*"))
                .orElse(true);
    }

    /** Returns whether an entry such as {@code user:1000:rw-} permits a user or group other than the owner to write. */
    private static boolean grants(String entry, long owner) {
        String[] fields = entry.strip().split("[:\\s]+");
        boolean named = fields.length >= 3
                && (fields[0].equals("user") || fields[0].equals("group"))
                && fields[1].matches("\\d+");
        boolean harmless = named && fields[0].equals("user") && (fields[1].equals("0") || fields[1].equals("" + owner));
        return named && !harmless && fields[2].contains("w");
    }

    /** Runs a command. Returns its lines; empty if it does not exist, fails, or takes too long. */
    private static Optional<List<String>> output(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(text.lines().toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
