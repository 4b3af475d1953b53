package dev.patchbay.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NotImplementedException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** Reads requests with the parser of the library. */
final class RequestReader {

    private static final Http1Config CONFIG = Http1Config.custom()
            .setBufferSize(Limits.LINE)
            .setMaxLineLength(Limits.LINE)
            .setMaxHeaderCount(Limits.HEADERS)
            .setMaxEmptyLineCount(Limits.EMPTY_LINES)
            .build();

    private final Link link;
    private final TimedInput input;
    private final DefaultHttpRequestParser parser = new DefaultHttpRequestParser(CONFIG);

    /** Reads the bytes of a body past itself (0): it would read more than the body. */
    private final SessionInputBufferImpl buffer =
            new SessionInputBufferImpl(new BasicHttpTransportMetrics(), Limits.LINE, 0, Limits.LINE, null);

    RequestReader(Link link, TimedInput input) {
        this.link = link;
        this.input = input;
    }

    /** Reads the head of the next request; empty at the end of the input. */
    Optional<Request> next() throws Refusal, IOException {
        try {
            ClassicHttpRequest head = parser.parse(buffer, input);
            // The library takes the end of the input for the end of the head.
            if (head == null || input.isEnded()) {
                return Optional.empty();
            }
            check(head);
            return Optional.of(new Request(head, body(head)));
        } catch (ConnectionClosedException e) {
            return Optional.empty();
        } catch (HttpException e) {
            throw refusal(e);
        } catch (MessageConstraintException e) {
            throw tooLarge();
        }
    }

    private static void check(ClassicHttpRequest head) throws Refusal {
        ProtocolVersion version = head.getVersion() == null ? HttpVersion.HTTP_1_1 : head.getVersion();
        if (version.getMajor() != 1) {
            throw wrongVersion();
        }
        int hosts = head.countHeaders("Host");
        boolean isHttp10 = version.getMinor() == 0;
        if (hosts > 1 || hosts == 0 && !isHttp10) {
            throw new Refusal(400, "The request has " + hosts + " Host headers; it needs one.");
        }
        boolean chunked = head.containsHeader("Transfer-Encoding");
        if (chunked && (isHttp10 || head.containsHeader("Content-Length"))) {
            // Two readers could see the end of the body in two places.
            throw new Refusal(
                    400, "A request with Transfer-Encoding has neither Content-Length nor the version HTTP/1.0.");
        }
        for (var length : head.getHeaders("Content-Length")) {
            if (!length.getValue().matches("[0-9]{1,18}")) {
                throw new Refusal(400, "Content-Length is not a number of bytes.");
            }
        }
    }

    private RequestBody body(ClassicHttpRequest head) throws HttpException, Refusal {
        long length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
        boolean waits = false;
        if (head.containsHeader("Expect")) {
            if (!"100-continue".equalsIgnoreCase(head.getFirstHeader("Expect").getValue())) {
                throw new Refusal(417, "The only expectation that is met here is 100-continue.");
            }
            waits = true;
        }
        InputStream content = null;
        if (length == ContentLengthStrategy.CHUNKED) {
            content = new ChunkedInputStream(buffer, input, CONFIG);
        } else if (length > 0) {
            content = new ContentLengthInputStream(buffer, input, length);
        }
        return new RequestBody(content, length, waits ? link.output() : null);
    }

    private static Refusal refusal(HttpException failure) {
        if (failure instanceof RequestHeaderFieldsTooLargeException) {
            return tooLarge();
        }
        if (failure instanceof UnsupportedHttpVersionException) {
            return wrongVersion();
        }
        if (failure instanceof NotImplementedException) {
            return new Refusal(501, "The only transfer coding that is understood here is chunked.");
        }
        return new Refusal(400, "The request is not HTTP/1.1: its head is malformed.");
    }

    private static Refusal wrongVersion() {
        return new Refusal(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
    }

    private static Refusal tooLarge() {
        return new Refusal(
                431,
                "The head of the request is too large: it may have " + Limits.HEADERS + " headers, with " + Limits.LINE
                        + " bytes in a line.");
    }
}
