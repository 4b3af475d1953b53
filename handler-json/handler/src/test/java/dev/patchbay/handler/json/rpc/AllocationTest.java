package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.QuietConnection;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request on the event loop allocates. The bound is loose: it is there to catch memory that is not used again. */
class AllocationTest {

    private static final int PIECE = 100;
    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 500;
    private static final int BOUND_BYTES = 4_000;

    private final MethodRegistry methods = new MethodRegistry();
    private final JsonRpcHandler handler = new JsonRpcHandler(Settings.DEFAULTS, methods);
    private final QuietConnection connection = new QuietConnection();

    /** A method with types. */
    public static final class Adder {
        public long add(long a, long b) {
            return a + b;
        }
    }

    @AfterEach
    void close() {
        handler.close();
    }

    private void publish(Object object, String function) {
        PublishedService service = new PublishedService(object, Jackson.newMapper());
        methods.put(
                object.hashCode(),
                0,
                Publication.of(
                                service,
                                Map.of(
                                        "jsonrpc.function",
                                        function,
                                        "jsonrpc.execution",
                                        HandlerExecution.EVENT_LOOP.name()))
                        .methods());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "LINES|echo|{\"name\":\"widget\",\"count\":42,\"price\":9.75,\"tags\":[\"a\",\"b\"]}",
                "HEADERS|echo|{\"name\":\"widget\",\"count\":42,\"price\":9.75,\"tags\":[\"a\",\"b\"]}",
                "LINES|add|[40,2]",
                "LINES|add|{\"a\":40,\"b\":2}"
            })
    void aSmallRequestMakesLittleGarbage(String framing, String method, String params) {
        publish(new EchoMethods(), "echo");
        publish(new Adder(), "add");
        String text = "{\"jsonrpc\":\"2.0\",\"id\":100000001,\"method\":\"" + method + "\",\"params\":" + params + "}";
        String framed = framing.equals("LINES") ? text + "\n" : "Content-Length: " + text.length() + "\r\n\r\n" + text;
        byte[] bytes = framed.repeat(PIECE).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer in = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        handler.opened(connection);
        serve(in, WARM_UP);
        long written = connection.bytesOut();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        serve(in, MEASURED);
        long nanos = System.nanoTime() - begin;
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED / PIECE;
        System.out.println(method + " " + params + " in " + framing + ": " + each + " bytes, "
                + nanos / MEASURED / PIECE + " ns for each request");
        assertThat(connection.bytesOut() - written).isGreaterThan((long) MEASURED * PIECE * 40);
        assertThat(each).isLessThan(BOUND_BYTES);
    }

    private void serve(ByteBuffer in, int times) {
        for (int i = 0; i < times; i++) {
            handler.received(connection, in.rewind().asReadOnlyBuffer());
        }
    }
}
