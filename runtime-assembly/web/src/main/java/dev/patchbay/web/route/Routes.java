package dev.patchbay.web.route;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.web.control.ControlLink;
import dev.patchbay.web.control.ControlServer;
import dev.patchbay.web.http.Exchange;
import dev.patchbay.web.http.Link;
import dev.patchbay.web.http.Refusal;
import dev.patchbay.web.http.Request;
import dev.patchbay.web.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Answers the requests of one client by their paths. */
public final class Routes implements Exchange {

    private final Link link;
    private final Health health;
    private final ControlLink calls;

    /** Whether the client may only look at health and metrics. */
    private final boolean limited;

    /**
     * Creates the routes for a client, which may have all of them.
     *
     * @param link the connection of the client
     */
    public Routes(ServerRuntime runtime, ControlServer control, Link link) {
        this(runtime, control, link, false);
    }

    private Routes(ServerRuntime runtime, ControlServer control, Link link, boolean limited) {
        this.link = link;
        this.health = new Health(runtime);
        this.calls = new ControlLink(control);
        this.limited = limited;
        link.whenEnded(calls::close);
    }

    /** Returns routes for a client that gets health and metrics only. */
    public static Routes limited(ServerRuntime runtime, ControlServer control, Link link) {
        return new Routes(runtime, control, link, true);
    }

    @Override
    public void answer(Request request, Response response) throws Refusal, IOException {
        if (limited) {
            requireLoopback(request);
        }
        requireOwnOrigin(request);
        String path = request.path();
        switch (path) {
            case "/health/live" -> {
                requireRead(request);
                health.answerLive(response);
            }
            case "/health/ready" -> {
                requireRead(request);
                health.answerReady(response);
            }
            case "/metrics" -> {
                requireRead(request);
                Metrics.answer(request, response, calls);
            }
            default -> answerOthers(path, request, response);
        }
    }

    private void answerOthers(String path, Request request, Response response) throws Refusal, IOException {
        if (limited) {
            throw new Refusal(404, "There are /metrics, /health/live and /health/ready here.");
        }
        switch (path) {
            case "/" -> {
                requireRead(request);
                Page.answer(response);
            }
            case "/events" -> {
                requireRead(request);
                new Events(link, calls).answer(response);
            }
            case "/rpc" -> {
                requireMethod(request, "POST", request.method().equals("POST"));
                new Calls(link, calls).answer(request, response);
            }
            default ->
                throw new Refusal(404, "There are /, /rpc, /events, /metrics, /health/live and /health/ready here.");
        }
    }

    private static void requireRead(Request request) throws Refusal {
        requireMethod(request, "GET, HEAD", request.method().equals("GET") || request.isHead());
    }

    private static void requireMethod(Request request, String allowed, boolean isAllowed) throws Refusal {
        if (!isAllowed) {
            throw new Refusal(405, "This path is for " + allowed.replace(", ", " and ") + ".", "Allow", allowed);
        }
    }

    /** Refuses calls that a page of another origin has made in a browser. */
    private static void requireOwnOrigin(Request request) throws Refusal {
        Optional<String> origin = request.header("Origin");
        if (origin.isPresent()
                && !authority(origin.get())
                        .equalsIgnoreCase(request.header("Host").orElse(""))) {
            throw new Refusal(403, "Pages of other origins may not call this server.");
        }
    }

    private static String authority(String origin) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority == null ? "null" : authority;
        } catch (URISyntaxException e) {
            return "null";
        }
    }

    /** Refuses a browser that was made to look up a foreign name as this machine. */
    private static void requireLoopback(Request request) throws Refusal {
        String host = request.header("Host").orElse("localhost").replaceFirst(":[0-9]*$", "");
        if (!host.equals("127.0.0.1") && !host.equalsIgnoreCase("localhost")) {
            throw new Refusal(403, "This port is for clients that call it 127.0.0.1 or localhost.");
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
