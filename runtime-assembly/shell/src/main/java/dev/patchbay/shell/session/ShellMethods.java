package dev.patchbay.shell.session;

import dev.patchbay.api.ConnContext;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.Param;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The methods for shells. A shell belongs to the connection that opened it, and ends with it. */
public final class ShellMethods {

    /** The names of the methods. */
    static final String[] NAMES = {"shellOpen", "shellInput", "shellResize", "shellClose"};

    private static final int LARGEST = 10_000;

    private final Shells shells;

    ShellMethods(Shells shells) {
        this.shells = shells;
    }

    @Description(
            "Opens a shell in the host. What it prints comes as notifications patchbay.shellOutput with session, text"
                    + " and error (whether it is an error message), its end as patchbay.shellEnded with session and status.")
    public Map<String, Object> shellOpen(
            ConnContext conn,
            JsonRpcClient client,
            @Param(description = "The columns of the terminal; without it, there is no terminal.")
                    Optional<Integer> columns,
            @Param(description = "The rows of the terminal; 24 without it.") Optional<Integer> rows,
            @Param(description = "The type of the terminal, as in TERM; dumb without it.") Optional<String> terminal) {
        Optional<Shell.Screen> screen = columns.map(width ->
                new Shell.Screen(type(terminal.orElse("dumb")), size("columns", width), size("rows", rows.orElse(24))));
        ClientOfShell receiver = new ClientOfShell(client);
        Shell shell = shells.open(conn.peer(), screen, receiver);
        receiver.session = shell.id();
        client.closed().whenComplete((closed, failure) -> shell.abandon());
        shell.start();
        return Map.of("session", shell.id());
    }

    @Description(
            "Types into a shell. Returns when it is queued; await that before the next call, so that the order stays.")
    public void shellInput(
            @Param(description = "The number of the shell.") long session,
            @Param(description = "What is typed; without it, the input ends.") Optional<String> text)
            throws InterruptedException {
        ShellInput input = shells.get(session).input();
        if (text.isPresent()) {
            input.add(text.get().getBytes(StandardCharsets.UTF_8));
        } else {
            input.end();
        }
    }

    @Description("Tells a shell that the terminal has another size.")
    public void shellResize(
            @Param(description = "The number of the shell.") long session,
            @Param(description = "The columns.") int columns,
            @Param(description = "The rows.") int rows) {
        shells.get(session).resize(size("columns", columns), size("rows", rows));
    }

    @Description("Ends a shell; what runs in it is interrupted.")
    public void shellClose(@Param(description = "The number of the shell.") long session) {
        shells.get(session).close();
    }

    /** Returns the type of a terminal; dumb for what cannot be the name of one. */
    private static String type(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,40}") ? name : "dumb";
    }

    private static int size(String name, int value) {
        if (value < 1 || value > LARGEST) {
            throw new JsonRpcException(
                    JsonRpcException.INVALID_PARAMS, name + " = " + value + ": must be from 1 to " + LARGEST);
        }
        return value;
    }

    /** Sends the notifications of one shell. */
    private static final class ClientOfShell implements ShellClient {

        private final JsonRpcClient client;

        /** Written before the shell starts. */
        private long session;

        ClientOfShell(JsonRpcClient client) {
            this.client = client;
        }

        @Override
        public void output(String text, boolean error) {
            Map<String, Object> params = new LinkedHashMap<>();
            params.put("session", session);
            params.put("text", text);
            params.put("error", error);
            client.notify("patchbay.shellOutput", params);
        }

        @Override
        public void ended(int status) {
            Map<String, Object> params = new LinkedHashMap<>();
            params.put("session", session);
            params.put("status", status);
            client.notify("patchbay.shellEnded", params);
        }
    }
}
