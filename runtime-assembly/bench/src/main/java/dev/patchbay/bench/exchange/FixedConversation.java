package dev.patchbay.bench.exchange;

import java.nio.ByteBuffer;

/** Sends messages of one size, and compares each byte of answers of one size, which come in the order of the messages. */
final class FixedConversation implements Conversation {

    private final RepeatedBytes requests;
    private final RepeatedBytes answers;
    private final ByteBuffer request;
    private final ByteBuffer answer;
    private final long requestSize;
    private final long answerSize;
    private final long seed;
    private final boolean echo;
    private final int depth;

    private long begun;
    private long completed;
    private long bytesSent;
    private long bytesReceived;

    FixedConversation(
            RepeatedBytes requests,
            int requestSize,
            RepeatedBytes answers,
            int answerSize,
            long seed,
            boolean echo,
            int depth) {
        this.requests = requests;
        this.requestSize = requestSize;
        this.request = requests.view();
        this.answers = answers;
        this.answerSize = answerSize;
        this.answer = answers.view();
        this.seed = seed;
        this.echo = echo;
        this.depth = depth;
    }

    @Override
    public int begin() {
        return (int) (begun++ % depth);
    }

    @Override
    public ByteBuffer unsent() {
        return requests.select(request, seed + bytesSent, begun * requestSize - bytesSent);
    }

    @Override
    public void sent(int bytes) {
        bytesSent += bytes;
    }

    @Override
    public void received(ByteBuffer in, Answers listener) throws WrongAnswer {
        // A server may answer before the whole request has arrived, but an echo cannot.
        long expected = echo ? bytesSent : begun * answerSize;
        if (bytesReceived + in.remaining() > expected) {
            throw new WrongAnswer("more came back than was asked for");
        }
        int end = in.limit();
        while (in.position() < end) {
            answers.select(answer, seed + bytesReceived, end - in.position());
            int length = answer.remaining();
            in.limit(in.position() + length);
            int differs = in.mismatch(answer);
            if (differs >= 0) {
                throw new WrongAnswer("byte " + (bytesReceived + differs) % answerSize + " of an answer is "
                        + (in.get(in.position() + differs) & 0xFF) + " and not "
                        + (answer.get(answer.position() + differs) & 0xFF));
            }
            in.position(in.limit());
            bytesReceived += length;
        }
        while (completed < bytesReceived / answerSize) {
            listener.completed((int) (completed++ % depth));
        }
    }
}
