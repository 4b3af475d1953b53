package dev.patchbay.protocols.postgres;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Serves simple queries. A query stays in the input until its answer is done; the attributes hold how far it is. So the
 * handler in charge goes on with any answer at any message.
 */
@HandlerProperties(name = "postgres", execution = HandlerExecution.EVENT_LOOP)
public final class PostgresHandler implements Handler {

    private static final int LONGEST_STARTUP = 10_000;
    private static final int LONGEST_MESSAGE = 1_000_000;
    private static final int PROTOCOL_3 = 196_608;
    private static final int CANCEL = 80_877_102;
    private static final int TLS = 80_877_103;
    private static final int GSS_ENCRYPTION = 80_877_104;

    /** So many messages are sent in one call, after which others have their turn. */
    private static final int MESSAGES_IN_A_CALL = 1000;

    private static final String PACKAGE = PostgresHandler.class.getPackageName();

    /** By which number clients know this connection; it is there as soon as the connection was started. */
    private static final String PROCESS = PACKAGE + ".process";

    /** Which statement of the query is being answered, and which message of its answer is the next. */
    private static final String PROGRESS = PACKAGE + ".progress";

    /** When the statement that sleeps may be answered. */
    private static final String WAKE_UP = PACKAGE + ".wake-up";

    private static final String CANCELLED = PACKAGE + ".cancelled";

    private final SecureRandom secrets = new SecureRandom();

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        boolean done = true;
        while (done && conn.isOpen()) {
            int start = in.position();
            boolean started = conn.attributes().containsKey(PROCESS);
            ByteBuffer message = started
                    ? Frames.lengthAt(in, 1, Integer.BYTES, BIG_ENDIAN, 1, LONGEST_MESSAGE)
                    : Frames.lengthAt(in, 0, Integer.BYTES, BIG_ENDIAN, 0, LONGEST_STARTUP);
            done = message != null && (started ? serve(conn, message) : start(conn, message));
            in.position(done ? in.position() : start);
        }
    }

    private boolean start(ConnContext conn, ByteBuffer message) {
        switch (message.getInt(Integer.BYTES)) {
            case TLS, GSS_ENCRYPTION -> conn.write(ByteBuffer.wrap(new byte[] {'N'}));
            case PROTOCOL_3 -> greet(conn);
            case CANCEL -> {
                backend(conn, message.getInt(8), message.getInt(12)).send(CANCELLED);
                conn.close();
            }
            default -> {
                conn.write(Reply.error(new SqlException("08P01", "unsupported frontend protocol")));
                conn.close();
            }
        }
        return true;
    }

    /** A backend is a group of one connection, so that others find it by its numbers. */
    private static ConnectionGroup backend(ConnContext conn, int process, int secret) {
        return conn.group(PACKAGE + ':' + process + ':' + secret);
    }

    private void greet(ConnContext conn) {
        int process = (int) conn.id();
        int secret = secrets.nextInt();
        backend(conn, process, secret).join(conn.ref());
        conn.attributes().put(PROCESS, process);
        conn.write(Reply.authenticated());
        Map.of(
                        "server_version",
                        "15.0",
                        "client_encoding",
                        "UTF8",
                        "server_encoding",
                        "UTF8",
                        "DateStyle",
                        "ISO",
                        "integer_datetimes",
                        "on",
                        "standard_conforming_strings",
                        "on")
                .forEach((name, value) -> conn.write(Reply.parameter(name, value)));
        conn.write(Reply.key(process, secret));
        conn.write(Reply.ready());
    }

    /** Serves a message; returns whether its answer is done. */
    private boolean serve(ConnContext conn, ByteBuffer message) {
        switch (message.get(0)) {
            case 'Q':
                return query(
                        conn,
                        UTF_8.decode(message.slice(5, message.limit() - 6)).toString());
            case 'X':
                conn.close();
                return true;
            case 'S':
                conn.write(Reply.ready());
                return true;
            default:
                conn.write(Reply.error(new SqlException("0A000", "only simple queries are supported")));
                return true;
        }
    }

    private boolean query(ConnContext conn, String text) {
        long[] progress = (long[]) conn.attributes().computeIfAbsent(PROGRESS, begin -> new long[2]);
        try {
            List<String> statements = Statement.split(text);
            for (; progress[0] < statements.size(); progress[0]++, progress[1] = 0) {
                if (!answer(conn, Statement.parse(statements.get((int) progress[0])), progress)) {
                    return false;
                }
            }
            if (statements.isEmpty()) {
                conn.write(Reply.empty());
            }
        } catch (SqlException error) {
            conn.write(Reply.error(error));
        }
        conn.attributes().keySet().removeAll(List.of(PROGRESS, CANCELLED, WAKE_UP));
        conn.write(Reply.ready());
        return true;
    }

    /** Sends as much of an answer as the client reads and as is fair; returns whether it is done. */
    private boolean answer(ConnContext conn, Statement statement, long[] progress) {
        if (conn.attributes().remove(CANCELLED) != null) {
            throw new SqlException("57014", "canceling statement due to user request");
        }
        if (progress[1] == 0 && sleeps(conn, statement.delay())) {
            return false;
        }
        for (int i = 0; progress[1] < statement.messages(); progress[1]++, i++) {
            if (i == MESSAGES_IN_A_CALL) {
                conn.resumeInput();
                return false;
            }
            if (!conn.offer(statement.message(progress[1]))) {
                return false;
            }
        }
        return true;
    }

    private boolean sleeps(ConnContext conn, Duration delay) {
        if (delay.isZero()) {
            return false;
        }
        long wakeUp = (long) conn.attributes().computeIfAbsent(WAKE_UP, now -> System.nanoTime() + delay.toNanos());
        long rest = wakeUp - System.nanoTime();
        if (rest > 0) {
            conn.pauseInput();
            conn.after(Duration.ofNanos(rest), conn::resumeInput);
            return true;
        }
        conn.attributes().remove(WAKE_UP);
        return false;
    }

    /** A query of this connection is to be cancelled. */
    @Override
    public void message(ConnContext conn, Object cancel) {
        if (conn.attributes().containsKey(PROGRESS)) {
            conn.attributes().put(CANCELLED, true);
            conn.resumeInput();
        }
    }

    /** Nobody reads the answer of a query that sleeps. */
    @Override
    public void clientClosed(ConnContext conn) {
        if (conn.attributes().containsKey(PROGRESS)) {
            conn.abort();
        }
    }
}
