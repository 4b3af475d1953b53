package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.testing.RpcClient;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection on which good and bad messages are sent in pieces of random size, while the answers are checked off. */
final class FuzzConversation implements AutoCloseable {

    private static final int MESSAGES = 60;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Random random;
    private final FuzzMessages messages;
    private final RpcClient client;
    private final boolean headers;
    private final boolean leavesEarly;

    /** Ids of good requests that were, or soon will be, sent and are not answered. */
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    private volatile boolean allSent;

    FuzzConversation(Path path, long seed) throws Exception {
        random = new Random(seed);
        messages = new FuzzMessages(random, missing);
        headers = random.nextBoolean();
        leavesEarly = random.nextInt(10) == 0;
        client = RpcClient.connect(path);
    }

    /** Sends everything; the last message is good, and shows that the connection is alive. */
    Void send() throws IOException {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                boolean good = i == MESSAGES - 1 || i == 0 || random.nextInt(3) > 0;
                byte[] message = frame(good ? messages.good() : messages.bad(headers));
                allSent = i == MESSAGES - 1;
                inPieces(message);
            }
        } catch (IOException e) {
            if (!leavesEarly) {
                throw e;
            }
        }
        return null;
    }

    private byte[] frame(byte[] message) throws IOException {
        byte[] front = headers ? ("Content-Length: " + message.length + "\r\n\r\n").getBytes() : new byte[0];
        byte[] framed = Arrays.copyOf(front, front.length + message.length + (headers ? 0 : 1));
        System.arraycopy(message, 0, framed, front.length, message.length);
        if (!headers) {
            framed[framed.length - 1] = '\n';
        }
        return framed;
    }

    private void inPieces(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            int length = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : bytes.length;
            int to = Math.min(bytes.length, from + length);
            client.send(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
    }

    /** Receives until every good request is answered. */
    Void receive() throws IOException {
        int left = leavesEarly ? random.nextInt(20) : Integer.MAX_VALUE;
        try {
            while (left-- > 0 && !(allSent && missing.isEmpty())) {
                checkOff(MAPPER.readTree(headers ? client.readFramed() : client.read()));
            }
        } catch (EOFException e) {
            throw new AssertionError("closed with these unanswered: " + missing, e);
        }
        if (leavesEarly) {
            client.close();
        }
        return null;
    }

    private void checkOff(JsonNode answer) {
        if (answer.isArray()) {
            answer.forEach(this::checkOff);
            return;
        }
        if (!answer.has("result") && !answer.has("error")) {
            throw new AssertionError("neither result nor error: " + answer);
        }
        JsonNode id = answer.get("id");
        if (id.isIntegralNumber() && !missing.remove(id.asString())) {
            throw new AssertionError("answered twice, or never asked: " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
