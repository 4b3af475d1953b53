package com.example.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.Server;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** Starts a server at the path of its argument, asks it, swaps its handler, asks again, and prints the answers. */
public final class Main {

    private Main() {}

    /** Answers each line in capitals, with an ending. */
    private record Shout(String ending) implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line = Frames.line(conn, in, 8192); line != null; line = Frames.line(conn, in, 8192)) {
                String text = UTF_8.decode(line).toString().toUpperCase(Locale.ROOT);
                conn.write(ByteBuffer.wrap((text + ending + "\n").getBytes(UTF_8)));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Server server = Server.at(arguments[0]).handler(new Shout("")).start();
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(arguments[0]));
            System.out.println(ask(client, "hello\n"));
            server.replace(new Shout("!")).toCompletableFuture().get();
            System.out.println(ask(client, "again\n"));
        }
    }

    private static String ask(SocketChannel client, String line) throws IOException {
        client.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
        ByteBuffer answer = ByteBuffer.allocate(100);
        do {
            client.read(answer);
        } while (answer.get(answer.position() - 1) != '\n');
        return new String(answer.array(), 0, answer.position() - 1, UTF_8);
    }
}
