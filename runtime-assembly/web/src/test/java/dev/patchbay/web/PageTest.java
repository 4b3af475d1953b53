package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.web.Client.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** {@code GET /}. */
class PageTest extends WebTest {

    @Test
    void pageMayRunItsOwnScriptAndNothingElse() throws Exception {
        Reply reply = get("/?x=y");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        String policy = reply.header("Content-Security-Policy");
        assertThat(policy)
                .startsWith("default-src 'none'; script-src 'sha256-")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(policy).contains(hash(reply.body(), "script")).contains(hash(reply.body(), "style"));
    }

    /** Returns the hash of the first element of a name. */
    private static String hash(String page, String element) throws Exception {
        int start = page.indexOf('>', page.indexOf("<" + element)) + 1;
        String content = page.substring(start, page.indexOf("</" + element + ">", start));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }

    @Test
    void pageComesWithItsLength() throws IOException {
        Reply head = client().send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head();
        assertThat(Integer.parseInt(head.header("Content-Length")))
                .isEqualTo(get("/").body().getBytes(StandardCharsets.UTF_8).length);
    }
}
