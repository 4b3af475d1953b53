package dev.patchbay.web.route;

import dev.patchbay.web.control.ControlConnection;
import dev.patchbay.web.control.ControlLink;
import dev.patchbay.web.control.ControlUnavailable;
import dev.patchbay.web.control.Json;
import dev.patchbay.web.http.Link;
import dev.patchbay.web.http.Refusal;
import dev.patchbay.web.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * {@code GET /events}: each event as it happens, and the status every two seconds, or after one second if something other than a
 * connection has changed, as a stream of server-sent events. A client that reads slowly gets the next status later, and the
 * control server tells it how many events it has missed.
 */
final class Events {

    private static final int SUBSCRIBE_ID = 1;
    private static final int STATUS_ID = 2;
    private static final JsonNode SUBSCRIBE = Json.call(SUBSCRIBE_ID, "patchbay.subscribe");
    private static final JsonNode STATUS = Json.call(STATUS_ID, "patchbay.status");

    /** The time between two looks at whether the stream has to end. */
    private static final int LOOK_MILLIS = 200;

    private static final long SILENCE_NANOS = 15_000_000_000L;

    /** How many bytes are gathered before they are sent. */
    private static final int AT_ONCE = 16 * 1024;

    private final Link link;
    private final ControlLink control;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    private final StatusTime statusTime = new StatusTime(System::nanoTime);
    private boolean statusAsked;
    private long lastSent = System.nanoTime();

    Events(Link link, ControlLink control) {
        this.link = link;
        this.control = control;
    }

    void answer(Response response) throws Refusal, IOException {
        try {
            ControlConnection connection = control.connection();
            connection.send(SUBSCRIBE);
            JsonNode answer = Json.parse(connection.answer()).orElse(SUBSCRIBE);
            if (answer.has("error")) {
                throw unavailable(answer.path("error").path("message").asString("the subscription is refused"));
            }
            // For clients that end the stream themselves when it ends: begin again after a second.
            gather("retry: 1000\n\n");
            try (OutputStream stream = response.stream(200, "text/event-stream");
                    ControlLines lines = new ControlLines(connection)) {
                if (stream != null) {
                    send(stream, lines, connection);
                }
            }
        } catch (ControlUnavailable e) {
            throw unavailable(e.getMessage());
        } finally {
            control.drop();
        }
    }

    private static Refusal unavailable(String why) {
        return new Refusal(503, "There are no events now: " + why);
    }

    /** Sends until the client, the control server or this server ends it. */
    private void send(OutputStream stream, ControlLines lines, ControlConnection connection) throws IOException {
        try {
            while (!link.isEndWanted() && !lines.areOver()) {
                askForStatus(connection);
                byte[] line = lines.next(LOOK_MILLIS);
                while (line != null) {
                    gather(line);
                    line = gathered.size() < AT_ONCE ? lines.next(0) : null;
                }
                if (System.nanoTime() - lastSent > SILENCE_NANOS) {
                    gather(":\n\n");
                }
                if (gathered.size() > 0) {
                    stream.write(gathered.toByteArray());
                    stream.flush();
                    gathered.reset();
                    lastSent = System.nanoTime();
                }
            }
        } catch (ControlUnavailable e) {
            // The stream ends; the client begins again, and is told then.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the connection ends");
        }
    }

    private void askForStatus(ControlConnection connection) throws ControlUnavailable {
        if (!statusAsked && statusTime.isDue()) {
            connection.send(STATUS);
            statusAsked = true;
        }
    }

    private void gather(byte[] line) {
        byte[] data = ControlText.event(line);
        if (data != null) {
            gather("event", data);
            if (!ControlText.isOfConnection(data)) {
                statusTime.changed();
            }
        } else if (ControlText.isAnswer(line, STATUS_ID)) {
            statusAsked = false;
            data = ControlText.result(line, STATUS_ID);
            if (data != null) {
                gather("status", data);
            }
        }
    }

    private void gather(String event, byte[] data) {
        gather("event: " + event + "\ndata: ");
        gathered.writeBytes(data);
        gather("\n\n");
    }

    private void gather(String text) {
        gathered.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
