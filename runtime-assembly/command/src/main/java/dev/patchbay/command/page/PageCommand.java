package dev.patchbay.command.page;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code patchbay page}: shows the status page in a browser, until Ctrl-C or the end of Patchbay. */
public final class PageCommand implements Command {

    private static final Flag PORT = new Flag(
            "", "port", Operand.text("N"), "the port to listen at, on this machine only. Default: one that is free");

    private static final Flag OPEN = new Flag("", "open", null, "open the address in a browser, with xdg-open");

    private static final int HIGHEST_PORT = 65_535;

    @Override
    public Declaration declaration() {
        return new Declaration(
                "page",
                "show the status page in a browser, until Ctrl-C",
                List.of(""),
                List.of(),
                0,
                0,
                Flag.common(PORT, OPEN),
                List.of(
                        "Listens at a port of 127.0.0.1, and prints an address for a browser on this machine. The browser gets the "
                                + "status page, and can do there what the commands do. Ends with Ctrl-C, or when Patchbay stops.",
                        "The address has a token that is valid for one browser. It gets a cookie for it, and without that cookie "
                                + "everything is refused, because other users of the machine can reach the port. Do not pass the "
                                + "address on. With --open, the address is an argument of xdg-open for a moment, which other users "
                                + "may see; if the browser is refused then, somebody has been faster.",
                        "The server http has to run: its socket is run/http.sock in the home."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        int port = port(arguments.value(PORT));
        Path socket = arguments.home().resolve("run/http.sock");
        try (Host host = Host.in(arguments.home())) {
            requireServer(arguments.home(), socket);
            try (PageServer server = listen(port, socket)) {
                show(server.address(), arguments, output);
                if (output.failure() == null) {
                    waitForEnd(host, arguments.home());
                }
            }
        }
    }

    /** Says at once if there is nothing to pass requests on to. */
    private static void requireServer(Path home, Path socket) throws CommandFailure {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            Host.at(socket).close();
            return;
        }
        String file = "conf/dev.patchbay.server~http.cfg";
        throw new CommandFailure(
                ExitStatus.UNAVAILABLE,
                "the Patchbay in " + home + " has no server for HTTP (run/http.sock does not exist); "
                        + (Files.exists(home.resolve(file))
                                ? "'patchbay status' shows what became of the server http"
                                : "copy " + file + " from the distribution into the home"));
    }

    private static int port(String value) throws CommandFailure {
        if (value == null) {
            return 0;
        }
        int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw CommandFailure.usage("--port " + value + " is not a port; write a number from 1 to " + HIGHEST_PORT);
        }
        return port;
    }

    private static PageServer listen(int port, Path socket) throws CommandFailure {
        try {
            return PageServer.open(port, socket);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "port " + port + " of 127.0.0.1 cannot be opened: " + e.getMessage()
                            + "; choose another one, or leave --port out");
        }
    }

    private static void show(String address, Arguments arguments, Output output) {
        if (arguments.has(Flag.JSON)) {
            output.json(Map.of("address", address));
        } else {
            output.line(address);
        }
        output.flush();
        if (arguments.has(OPEN)) {
            open(address, output);
        }
    }

    private static void open(String address, Output output) {
        try {
            new ProcessBuilder("xdg-open", address)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            output.line("xdg-open cannot be run here; open the address yourself");
            output.flush();
        }
    }

    /** Waits until Patchbay has stopped. A signal ends the process before, as the user has wanted it. */
    private static void waitForEnd(Host host, Path home) throws CommandFailure {
        Thread atSignal = new Thread(() -> Runtime.getRuntime().halt(ExitStatus.OK.code()), "page-ends");
        Runtime.getRuntime().addShutdownHook(atSignal);
        try {
            while (true) {
                // Nothing was subscribed to: only the end of the connection comes.
                host.nextEvent();
            }
        } catch (CommandFailure e) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE,
                    "the page has ended, because the Patchbay in " + home + " has stopped, or its server control has");
        } finally {
            Runtime.getRuntime().removeShutdownHook(atSignal);
        }
    }
}
