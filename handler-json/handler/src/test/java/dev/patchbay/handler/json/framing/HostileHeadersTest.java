package dev.patchbay.handler.json.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends as headers, and in whatever pieces, each byte costs the same. Work is counted, not timed. */
@Timeout(60)
class HostileHeadersTest {

    /** Each byte is searched for a line feed, and each complete line is read once. */
    private static final int LOOKS_AT_EACH_BYTE = 2;

    private static final int LIMIT = 1 << 20;

    static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (int kib = 1; kib <= 64; kib *= 2) {
            int length = kib * 1024;
            for (int piece : new int[] {1, 7, length}) {
                shapes.add(Arguments.of("spaces and a carriage return", "Ca:" + " ".repeat(length) + "\r \r\n", piece));
                shapes.add(Arguments.of("tabs", "Ca:" + "\t \t".repeat(length / 3) + "x\r\n", piece));
                shapes.add(Arguments.of("no end", "C" + "a".repeat(length), piece));
                shapes.add(Arguments.of("carriage returns", "C:" + "\r".repeat(length) + "\r\n", piece));
                shapes.add(Arguments.of("many fields", "C:d\r\n".repeat(length / 5), piece));
                shapes.add(Arguments.of("charsets", type("; charset=".repeat(length / 10)), piece));
                shapes.add(Arguments.of("semicolons", type(";".repeat(length)), piece));
                shapes.add(Arguments.of("quotes", type("\"".repeat(length)), piece));
                shapes.add(Arguments.of("spaces in a type", type(";" + " ".repeat(length) + "charset"), piece));
                shapes.add(Arguments.of("digits", "Content-Length: " + "0".repeat(length) + "\r\n", piece));
                shapes.add(Arguments.of("high bytes", "C:" + "\u0085".repeat(length) + "\r\n", piece));
                shapes.add(Arguments.of(
                        "a body", fields() + "Content-Length: " + length + "\r\n\r\n" + "x".repeat(length), piece));
            }
        }
        return shapes;
    }

    private static String type(String value) {
        return "Content-Type: " + value + "\r\n\r\n";
    }

    /** Header fields that just fit into the limit. */
    private static String fields() {
        return ("C-Field: " + " ".repeat(90) + "\r\n").repeat(39);
    }

    @ParameterizedTest(name = "{0}, {2} at a time")
    @MethodSource("shapes")
    void workGrowsWithTheBytesAlone(String shape, String text, int piece) {
        ByteBuffer all = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        FrameDecoder frames = new FrameDecoder();
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        FrameStatus status = FrameStatus.INCOMPLETE;
        int arrived = 0;
        while (arrived < text.length() && status == FrameStatus.INCOMPLETE) {
            arrived = Math.min(text.length(), arrived + piece);
            all.limit(arrived);
            status = frames.next(all, LIMIT);
        }
        long micros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1_000;
        System.out.println(text.length() + " bytes of " + shape + ", " + piece + " at a time: " + frames.examined()
                + " looks, " + micros + " us, " + status);
        assertThat(frames.examined()).isLessThanOrEqualTo((long) LOOKS_AT_EACH_BYTE * arrived);
        if (shape.equals("a body")) {
            assertThat(status).isEqualTo(FrameStatus.MESSAGE);
            assertThat(frames.examined())
                    .isLessThanOrEqualTo((long) LOOKS_AT_EACH_BYTE * (text.length() - frames.length()));
        }
    }
}
