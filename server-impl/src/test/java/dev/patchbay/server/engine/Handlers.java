package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Handlers that several tests use. */
final class Handlers {

    private Handlers() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    /** Answers each line with its own name and the line. */
    static class Named implements Handler {
        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void opened(ConnContext conn) {
            calls.add("opened " + conn.id() + " after " + conn.previousHandler().orElse("nobody"));
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            ByteBuffer line;
            while ((line = Frames.line(in, 1000)) != null) {
                conn.write(bytes(name + ":" + text(line) + "\n"));
            }
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.add("released " + conn.id() + " " + reason);
        }
    }

    /** Tells that its call has begun, and stays in it until it is let go or interrupted. */
    static class Blocking extends Named {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        private final boolean ignoresInterrupts;

        Blocking(String name, boolean ignoresInterrupts) {
            super(name);
            this.ignoresInterrupts = ignoresInterrupts;
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            entered.countDown();
            boolean waits = true;
            while (waits) {
                try {
                    letGo.await();
                    waits = false;
                } catch (InterruptedException e) {
                    calls.add("interrupted");
                    waits = ignoresInterrupts;
                }
            }
            super.received(conn, in);
        }
    }
}
