package dev.patchbay.protocols.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.patchbay.api.ConnContext;
import java.time.Duration;
import java.util.Set;

/**
 * Server-sent events: numbers from 1 to that of the query, one an interval, then the end.
 *
 * @param interval the time between two events
 */
record EventStream(Duration interval) implements Resource {

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public void begin(Exchange exchange) {
        if (!exchange.request().query().matches("[1-9]\\d{0,17}")) {
            throw Request.malformed();
        }
        exchange.begin("200 OK", "text/event-stream", -1);
        exchange.keep(new long[] {0, System.nanoTime()});
    }

    /** Sends the event that is due. Until the next one, input is paused; a swap resumes it, and perhaps before its time. */
    @Override
    public boolean answer(Exchange exchange) {
        ConnContext conn = exchange.conn();
        long[] lastAndDue = (long[]) exchange.state();
        if (!conn.isWritable()) {
            return false;
        } else if (lastAndDue[1] <= System.nanoTime()) {
            lastAndDue[1] += interval.toNanos();
            exchange.write(US_ASCII.encode("data: " + ++lastAndDue[0] + "\n\n"));
        }
        if (lastAndDue[0] == Long.parseLong(exchange.request().query()) || conn.isDraining()) {
            exchange.end();
            return true;
        }
        conn.pauseInput();
        conn.after(Duration.ofNanos(lastAndDue[1] - System.nanoTime()), conn::resumeInput);
        return false;
    }
}
