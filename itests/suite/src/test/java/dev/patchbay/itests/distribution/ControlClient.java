package dev.patchbay.itests.distribution;

import dev.patchbay.itests.client.RpcLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator's client on {@code control.sock}. Every call blocks until it is complete. */
final class ControlClient implements AutoCloseable {

    private final RpcLines lines;
    private int id;

    private ControlClient(RpcLines lines) {
        this.lines = lines;
    }

    /** Connects to the socket of a home. */
    static ControlClient of(HomeFolder home) throws IOException {
        return at(home.socket("control"));
    }

    static ControlClient at(Path socket) throws IOException {
        return new ControlClient(new RpcLines(socket));
    }

    /** Calls a method, and returns the line of the answer. Params are written with single quotes for double ones. */
    String call(String method, String params) throws IOException {
        return lines.call("patchbay." + method, params.replace('\'', '"'), ++id);
    }

    String call(String method) throws IOException {
        return call(method, "[]");
    }

    /** Returns the next line: a notification after a subscription, null at the end of the connection. */
    String read() throws IOException {
        return lines.read();
    }

    /** Returns all numbers that are values of a member, in the order of the text. */
    static List<Long> numbers(String json, String member) {
        List<Long> found = new ArrayList<>();
        Matcher matcher = Pattern.compile("\"" + member + "\":(-?[0-9]+)").matcher(json);
        while (matcher.find()) {
            found.add(Long.valueOf(matcher.group(1)));
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
