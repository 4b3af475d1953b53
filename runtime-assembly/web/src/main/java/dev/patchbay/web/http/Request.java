package dev.patchbay.web.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.MessageSupport;

/** A request. For the thread of its connection. */
public final class Request {

    private final ClassicHttpRequest head;
    private final RequestBody body;

    Request(ClassicHttpRequest head, RequestBody body) {
        this.head = head;
        this.body = body;
    }

    /** Returns the method, such as {@code GET}. */
    public String method() {
        return head.getMethod();
    }

    /** Returns whether only the head of the response is wanted. */
    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** Returns the path without a query. */
    public String path() {
        String path = head.getPath() == null ? "" : head.getPath();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** Returns the value of a header that may be there once; empty if it is not there. */
    public Optional<String> header(String name) throws Refusal {
        Header[] all = head.getHeaders(name);
        if (all.length > 1) {
            throw new Refusal(400, "The header " + name + " is there " + all.length + " times; send it once.");
        }
        return all.length == 0 ? Optional.empty() : Optional.of(all[0].getValue());
    }

    /** Returns the weight that the client gives to a media type by name in {@code Accept}; 0 if it does not name it. */
    public double preference(String mediaType) {
        double weight = 0;
        for (Header header : head.getHeaders("Accept")) {
            for (HeaderElement element : MessageSupport.parseElements(header)) {
                boolean isNamed = element.getName().equalsIgnoreCase(mediaType);
                weight = isNamed ? Math.max(weight, weight(element)) : weight;
            }
        }
        return weight;
    }

    private static double weight(HeaderElement element) {
        NameValuePair weight = element.getParameterByName("q");
        if (weight == null) {
            return 1;
        }
        try {
            return Double.parseDouble(String.valueOf(weight.getValue()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Reads the body whole. A client that waits for permission to send it gets it. */
    public byte[] body() throws Refusal, IOException {
        return body.read();
    }

    /** Reads a body that nobody wanted; returns whether the next bytes of the client are its next request. */
    boolean isOver() throws IOException {
        return body.isOver();
    }

    /** Returns whether the client understands chunks, and expects to send more requests. */
    boolean isHttp11() {
        return head.getVersion() == null || head.getVersion().greaterEquals(HttpVersion.HTTP_1_1);
    }

    /** Returns whether the client ends the connection after the answer. */
    boolean isLast() {
        return !isHttp11() || tokens("Connection").contains("close");
    }

    private List<String> tokens(String name) {
        List<String> tokens = new ArrayList<>();
        MessageSupport.parseTokens(head, name, token -> tokens.add(token.toLowerCase(Locale.ROOT)));
        return tokens;
    }
}
