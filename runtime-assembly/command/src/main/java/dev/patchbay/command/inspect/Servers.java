package dev.patchbay.command.inspect;

import dev.patchbay.command.rpc.Document;

/** Says of a server what several commands show. */
public final class Servers {

    /** The state of a server that accepts connections and has a handler. */
    public static final String SERVING = "RUNNING";

    private Servers() {}

    /** Returns the state in one word; HOLDING for a running server without a handler. */
    public static String state(Document server) {
        return server.isTrue("holding") ? "HOLDING" : server.text("state");
    }

    /** Returns the address, without the home if it is below it. */
    public static String address(Document server, String home) {
        String address = server.text("address");
        return !home.isEmpty() && address.startsWith(home + "/") ? address.substring(home.length() + 1) : address;
    }
}
