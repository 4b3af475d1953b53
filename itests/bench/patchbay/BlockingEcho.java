import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;

/** An echo that is called where it may block, beside a goroutine for each connection. */
@HandlerProperties(name = "bench-blocking", execution = HandlerExecution.VIRTUAL)
public final class BlockingEcho implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        conn.write(in);
    }
}
