package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Writes down each call, and echoes lines. */
class Recorder implements Handler {
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @Override
    public void opened(ConnContext conn) throws Exception {
        calls.add("opened after " + conn.previousHandler().orElse("nobody"));
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) throws Exception {
        ByteBuffer line;
        while ((line = Frames.line(in, 1000)) != null) {
            calls.add("line " + Handlers.text(line));
            conn.write(Handlers.bytes(Handlers.text(line) + "\n"));
        }
    }

    @Override
    public void inputEnded(ConnContext conn) throws Exception {
        calls.add("input ended");
        conn.close();
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) throws Exception {
        calls.add("released " + reason);
    }

    String next() throws InterruptedException {
        return RecordedEvents.next(calls);
    }
}
