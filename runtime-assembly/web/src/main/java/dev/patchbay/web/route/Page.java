package dev.patchbay.web.route;

import dev.patchbay.web.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /}: the status page, one file, whose own script and style are the only ones that a browser runs. It is put together
 * from the files of the folder {@code page}: the line {@code #include plots.js} of {@code page.html} is replaced by that file.
 */
final class Page {

    private static final String FOLDER = "/dev/patchbay/web/page/";

    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include (\\S+)\n");

    private static final byte[] CONTENT = content();

    private static final String POLICY = policy(new String(CONTENT, StandardCharsets.UTF_8));

    private Page() {}

    static void answer(Response response) throws IOException {
        response.bytes(
                200,
                "text/html; charset=utf-8",
                CONTENT,
                "Content-Security-Policy",
                POLICY,
                "Referrer-Policy",
                "no-referrer",
                "X-Frame-Options",
                "DENY",
                "Cross-Origin-Resource-Policy",
                "same-origin",
                "Cross-Origin-Opener-Policy",
                "same-origin");
    }

    private static byte[] content() {
        return INCLUDE.matcher(read("page.html"))
                .replaceAll(line -> Matcher.quoteReplacement(read(line.group(1))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String read(String name) {
        try (InputStream file = Page.class.getResourceAsStream(FOLDER + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the page of the bundle cannot be read", e);
        }
    }

    /** Returns the policy that permits the inline scripts and styles of a page by their hashes, and calls to its own origin. */
    static String policy(String page) {
        return "default-src 'none'; script-src" + hashes(page, "script") + "; style-src" + hashes(page, "style")
                + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String hashes(String page, String element) {
        Matcher inline = Pattern.compile("<" + element + "(?:\\s[^>]*)?>(.*?)</" + element + "\\s*>", Pattern.DOTALL)
                .matcher(page);
        StringBuilder hashes = new StringBuilder();
        while (inline.find()) {
            hashes.append(" 'sha256-").append(hash(inline.group(1))).append('\'');
        }
        return hashes.isEmpty() ? " 'none'" : hashes.toString();
    }

    private static String hash(String text) {
        try {
            // A browser reads each line end as a line feed before it takes the hash.
            byte[] bytes = text.replaceAll("\r\n?", "\n").getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
