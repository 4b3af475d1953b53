package dev.patchbay.command.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * Decides about each request. A browser comes with the token once and with the cookie from then on. Other users and the pages
 * of other sites have neither; a page whose name was made to mean this machine has the wrong {@code Host}. For any thread.
 */
final class Admission {

    private static final int SECRET_BYTES = 32;

    private final int port;
    private final String token = secret();
    private final String cookie = secret();

    /** Whether the token was used. Guarded by this. */
    private boolean used;

    Admission(int port) {
        this.port = port;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the address for the browser. */
    String address() {
        return "http://127.0.0.1:" + port + "/?token=" + token;
    }

    /**
     * What becomes of a request.
     *
     * @param status 200 if it is admitted; else the status of the response
     * @param text   the text of the response
     * @param cookie the cookie that the browser gets, and is sent to the page with; null for none
     */
    record Verdict(int status, String text, String cookie) {

        boolean isAdmitted() {
            return status == 200;
        }
    }

    /** Returns what becomes of a request. */
    Verdict judge(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String host = only(headers.get("Host"));
        if (!host.equals("127.0.0.1:" + port) && !host.equalsIgnoreCase("localhost:" + port)) {
            return refused("This port answers to 127.0.0.1:" + port + " only.");
        }
        if (headers.containsKey("Origin") && !only(headers.get("Origin")).equalsIgnoreCase("http://" + host)) {
            return refused("Pages of other origins may not call this port.");
        }
        boolean hasCookie = hasCookie(headers.getOrDefault("Cookie", List.of()));
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null
                && query.startsWith("token=")
                && exchange.getRequestURI().getPath().equals("/")) {
            return enter(query.substring("token=".length()), hasCookie);
        }
        return hasCookie
                ? new Verdict(200, "", null)
                : refused(
                        "Open the address that 'patchbay page' has printed, in the browser that is to show the page.");
    }

    private static String only(List<String> values) {
        return values != null && values.size() == 1 ? values.get(0) : "";
    }

    private Verdict enter(String offered, boolean hasCookie) {
        boolean admitted = hasCookie || isSame(offered, token) && useToken();
        return admitted
                ? new Verdict(303, "The page is at /.", name() + "=" + cookie + "; Path=/; HttpOnly; SameSite=Strict")
                : refused("The token in this address is not valid, or was used before; run 'patchbay page' again.");
    }

    private synchronized boolean useToken() {
        boolean first = !used;
        used = true;
        return first;
    }

    /** Browsers keep cookies of a machine without its ports: each port has a name of its own. */
    private String name() {
        return "patchbay-" + port;
    }

    private boolean hasCookie(List<String> headers) {
        for (String header : headers) {
            for (String pair : header.split(";")) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(name()) && isSame(parts[1], cookie)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Compares in a time that does not tell where the difference is. */
    private static boolean isSame(String offered, String secret) {
        return MessageDigest.isEqual(offered.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict refused(String why) {
        return new Verdict(403, why, null);
    }
}
