package dev.patchbay.web.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one client until it or its server ends the connection. Runs on one thread. */
public final class HttpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Link link;
    private final Exchange exchange;
    private final TimedInput input;
    private final RequestReader requests;

    /** Creates a connection that has not begun. */
    public HttpConnection(Link link, Exchange exchange) {
        this.link = link;
        this.exchange = exchange;
        this.input = new TimedInput(link);
        this.requests = new RequestReader(link, input);
    }

    /**
     * Serves requests. Returns when there will be no more; the caller closes the connection then.
     *
     * @throws IOException if the client has gone, or another handler takes charge
     */
    public void serve() throws IOException {
        try {
            do {
                link.boundary();
                input.nextRequest();
            } while (serveNext());
        } finally {
            exchange.close();
        }
    }

    /** Returns whether there may be another request. */
    private boolean serveNext() throws IOException {
        Optional<Request> next;
        try {
            next = requests.next();
        } catch (Refusal e) {
            return refuse(new Response(link, null), e, false);
        } catch (SocketTimeoutException e) {
            return input.hasBegun() && refuse(new Response(link, null), tooSlow(), false);
        }
        return next.isPresent() && serve(next.get());
    }

    private boolean serve(Request request) throws IOException {
        Response response = new Response(link, request);
        try {
            exchange.answer(request, response);
            return !response.isLast() && (request.isOver() || leave());
        } catch (Refusal e) {
            return refuse(response, e, goesOn(request));
        } catch (ConnectionClosedException e) {
            // In the middle of a body. It has nobody to read an answer.
            return false;
        } catch (MalformedChunkCodingException e) {
            return refuse(response, new Refusal(400, "The body is not in chunks as HTTP/1.1 has them."), false);
        } catch (SocketTimeoutException e) {
            return refuse(response, tooSlow(), false);
        } catch (RuntimeException e) {
            LOG.error("a request for {} could not be answered", request.method(), e);
            return refuse(response, new Refusal(500, "This server has failed; its log says how."), false);
        }
    }

    private static Refusal tooSlow() {
        return new Refusal(
                408, "The request is not complete after " + Limits.REQUEST.toSeconds() + " s; send it faster.");
    }

    /** Reads the rest of a request that is refused; returns whether another one may follow. */
    private static boolean goesOn(Request request) throws IOException {
        try {
            return request.isOver();
        } catch (SocketTimeoutException | MalformedChunkCodingException e) {
            return false;
        }
    }

    private boolean refuse(Response response, Refusal refusal, boolean goesOn) throws IOException {
        if (response.hasBegun()) {
            return false;
        }
        response.refuse(refusal, goesOn);
        return !response.isLast() || leave();
    }

    /**
     * Ends the output, and reads what the client still sends, for a moment: with unread bytes the kernel would break the
     * connection, and the client would not see the answer.
     *
     * @return false, because there is no further request
     */
    private boolean leave() throws IOException {
        link.output().close();
        input.limit(Limits.REST);
        try {
            byte[] rest = new byte[Limits.LINE];
            while (input.read(rest, 0, rest.length) >= 0) {
                // Only the end is of interest.
            }
        } catch (SocketTimeoutException e) {
            return false;
        }
        return false;
    }
}
