import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;

/** An echo whose author has not said how it is to be called: what most handlers will be. */
@HandlerProperties(name = "bench-default")
public final class DefaultEcho implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        conn.write(in);
    }
}
