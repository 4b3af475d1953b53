package dev.patchbay.command.host;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.rpc.RpcConnection;
import dev.patchbay.command.rpc.RpcError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The running Patchbay, as its JSON-RPC sockets show it: each failure becomes a sentence for the user. */
public final class Host implements AutoCloseable {

    /** How long an answer that needs no waiting may take. */
    private static final int PATIENCE_SECONDS = 10;

    /** What a path of a Unix domain socket may take on Linux. */
    private static final int LONGEST_PATH = 107;

    private final String who;
    private final RpcConnection connection;
    private volatile boolean overdue;

    private Host(String who, RpcConnection connection) {
        this.who = who;
        this.connection = connection;
    }

    /**
     * Connects to the control socket of a home.
     *
     * @throws CommandFailure if no Patchbay runs there, or this user may not talk to it
     */
    public static Host in(Path home) throws CommandFailure {
        Path socket = control(home);
        if (socket.equals(home)) {
            return at(socket);
        }
        return connect(
                socket,
                "the Patchbay in " + home,
                "no Patchbay runs in " + home + " (run/control.sock ",
                "; start it with 'patchbay run', or name another home with --home" + missingServer(home));
    }

    /** Returns the control socket of a home. In place of a home, its socket may be named, where it has another name. */
    public static Path control(Path home) {
        return home.toString().endsWith(".sock") ? home : home.resolve("run/control.sock");
    }

    /** A home that is older than the commands, or was written by hand, may have no server for them. */
    private static String missingServer(Path home) {
        String file = "conf/dev.patchbay.server~control.cfg";
        return Files.isDirectory(home.resolve("conf")) && Files.notExists(home.resolve(file))
                ? ". If it does run, it has no server for commands: copy " + file
                        + " and conf/dev.patchbay.handler.json~control.cfg from the distribution into the home"
                : "";
    }

    /** Connects to any JSON-RPC socket. */
    public static Host at(Path socket) throws CommandFailure {
        return connect(socket, "the server at " + socket, "no server listens at " + socket + " (it ", "");
    }

    private static Host connect(Path socket, String who, String absent, String advice) throws CommandFailure {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE,
                    "the path of the socket, " + socket + ", has more than the " + LONGEST_PATH
                            + " bytes that the system allows; reach it through a shorter path, such as a symbolic link");
        }
        try {
            return new Host(who, RpcConnection.open(socket));
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("ermission denied")) {
                throw new CommandFailure(
                        ExitStatus.NOT_ALLOWED,
                        "this user may not talk to " + who + ": permission denied for " + socket
                                + "; use the account that runs it, or root");
            }
            String why = "does not answer: " + reason;
            if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                why = "does not exist";
            } else if (reason.contains("refused")) {
                why = "refuses connections: it was left by a process that has ended, or is no socket";
            }
            throw new CommandFailure(ExitStatus.UNAVAILABLE, absent + why + ")" + advice);
        }
    }

    /** Calls a method that answers at once, with named parameters: names and values in turn; null values are left out. */
    public Object call(String method, Object... parameters) throws CommandFailure {
        Thread watch = new Thread("patience") {
            @Override
            public void run() {
                try {
                    Thread.sleep(PATIENCE_SECONDS * 1_000L);
                    overdue = true;
                    connection.close();
                } catch (InterruptedException e) {
                    // The answer has come.
                }
            }
        };
        watch.setDaemon(true);
        watch.start();
        try {
            return ask(method, named(parameters));
        } finally {
            watch.interrupt();
        }
    }

    /** Calls a method like {@link #call}, and waits for its answer without a bound. */
    public Object waitFor(String method, Object... parameters) throws CommandFailure {
        return ask(method, named(parameters));
    }

    /** Calls a method with parameters as they are: a map or a list. Waits without a bound. */
    public Object ask(String method, Object parameters) throws CommandFailure {
        try {
            return connection.call(method, parameters);
        } catch (RpcError e) {
            if (e.code() == RpcError.METHOD_NOT_FOUND && method.startsWith("patchbay.")) {
                throw new CommandFailure(
                        ExitStatus.FAILED,
                        who + " does not know " + method + "; it is of another version than this command");
            }
            throw new CommandFailure(ExitStatus.FAILED, e.getMessage());
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /** Waits for the next event and returns it. */
    public Document nextEvent() throws CommandFailure {
        try {
            return connection.notification("patchbay.event");
        } catch (EOFException e) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE, who + " sends no more events: it has stopped, or its server control has");
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /** Waits for the next notification of any method, and returns it as a whole; null when the other side has ended. */
    public Document nextMessage() throws CommandFailure {
        try {
            return connection.notification();
        } catch (EOFException e) {
            return null;
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private CommandFailure ended(IOException e) {
        return new CommandFailure(
                ExitStatus.UNAVAILABLE,
                overdue
                        ? who + " does not answer within " + PATIENCE_SECONDS + " s; look at its log, or stop it"
                        : who + " has not answered: " + e.getMessage());
    }

    private static Map<String, Object> named(Object... parameters) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] != null) {
                named.put((String) parameters[i], parameters[i + 1]);
            }
        }
        return named;
    }

    @Override
    public void close() {
        connection.close();
    }
}
