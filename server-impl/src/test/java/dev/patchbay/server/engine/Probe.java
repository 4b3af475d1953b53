package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;

/**
 * A handler that echoes messages of two bytes and checks how it is called. Most of what it notes is in plain fields: the
 * calls for one connection are ordered, and that is part of what is tested.
 */
final class Probe implements Handler {

    final String name;
    private final Rig rig;

    /** Set when the removal has completed: no call may be running then, and none may come. */
    volatile boolean gone;

    /** The connection as this handler sees it. */
    volatile ConnContext context;

    /** How many bytes every call that receives answers with; 0 for none. */
    int answer;

    int opened;
    int released;

    /** How many messages it was called with. */
    int messages;

    /** What happens in the middle of each call. */
    Runnable during = () -> {};

    /** How often it was told that it can write again. */
    int writable;

    Probe(Rig rig, String name) {
        this.rig = rig;
        this.name = name;
    }

    @Override
    public void opened(ConnContext conn) {
        begin("opened");
        rig.expect(rig.inCharge == null, name + " was opened while another is in charge");
        rig.expect(opened == released, name + " was opened twice");
        rig.inCharge = this;
        rig.shown = rig.port.consumed;
        context = conn;
        opened++;
        end("opened");
    }

    /** The echo is refused, with an exception that ends the call, when the connection ends at that moment. */
    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        begin("received");
        try {
            rig.expect(rig.inCharge == this, name + " receives without being in charge");
            rig.port.present(in);
            rig.shown = rig.port.presented;
            byte[] whole = new byte[in.remaining() & ~1];
            in.get(whole);
            rig.port.consumed += whole.length;
            if (rig.echoes && whole.length > 0) {
                conn.write(ByteBuffer.wrap(whole));
            }
            if (answer > 0) {
                conn.write(ByteBuffer.allocate(answer));
            }
        } finally {
            end("received");
        }
    }

    @Override
    public void inputEnded(ConnContext conn) {
        begin("inputEnded");
        rig.expect(rig.inCharge == this, name + " hears of the end without being in charge");
        conn.close();
        end("inputEnded");
    }

    @Override
    public void writable(ConnContext conn) {
        begin("writable");
        rig.expect(rig.inCharge == this, name + " is told that it can write without being in charge");
        writable++;
        end("writable");
    }

    @Override
    public void message(ConnContext conn, Object message) {
        begin("message");
        rig.expect(rig.inCharge == this, name + " is sent a message without being in charge");
        messages++;
        end("message");
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        begin("released");
        rig.expect(rig.inCharge == this, name + " was released without being in charge");
        rig.expect(reason != ReleaseReason.HANDLER_FAILED, name + " failed");
        rig.inCharge = null;
        released++;
        end("released");
    }

    void begin(String call) {
        rig.expect(!gone, call + " of " + name + " after its removal");
        rig.expect(rig.port.calls.getAndIncrement() == 0, call + " of " + name + " overlaps another call");
        during.run();
    }

    void end(String call) {
        rig.expect(rig.port.calls.getAndDecrement() == 1, call + " of " + name + " overlaps another call");
        rig.expect(!gone, call + " of " + name + " was running when its removal completed");
    }

    @Override
    public String toString() {
        return name;
    }
}
