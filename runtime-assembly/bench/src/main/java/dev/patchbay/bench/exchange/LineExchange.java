package dev.patchbay.bench.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A line is answered with any line. */
public final class LineExchange implements Exchange {

    private final String description;
    private final RepeatedBytes requests;
    private final int requestSize;

    /** Creates the exchange. The line has no line feed. */
    public LineExchange(String line) {
        byte[] request = (line + "\n").getBytes(StandardCharsets.UTF_8);
        description = "line '" + line + "'";
        requests = new RepeatedBytes(request);
        requestSize = request.length;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Conversation converse(int depth) {
        return new Lines(depth);
    }

    private final class Lines implements Conversation {

        private final ByteBuffer request = requests.view();
        private final int depth;
        private long begun;
        private long completed;
        private long bytesSent;

        Lines(int depth) {
            this.depth = depth;
        }

        @Override
        public int begin() {
            return (int) (begun++ % depth);
        }

        @Override
        public ByteBuffer unsent() {
            return requests.select(request, bytesSent, begun * requestSize - bytesSent);
        }

        @Override
        public void sent(int bytes) {
            bytesSent += bytes;
        }

        @Override
        public void received(ByteBuffer in, Answers answers) throws WrongAnswer {
            long expected = begun;
            while (in.hasRemaining()) {
                if (in.get() != '\n') {
                    continue;
                }
                if (completed == expected) {
                    throw new WrongAnswer("more lines came back than were asked for");
                }
                answers.completed((int) (completed++ % depth));
            }
        }
    }
}
