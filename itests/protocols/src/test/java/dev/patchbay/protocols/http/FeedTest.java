package dev.patchbay.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.protocols.PlainClient;
import dev.patchbay.protocols.Swapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events that one client publishes and others have subscribed to. */
@Timeout(120)
class FeedTest {

    private static final int SUBSCRIBERS = 20;
    private static final int SWAPS = 50;

    @TempDir
    private Path folder;

    @Test
    void everySubscriberGetsEveryEventOnceAndInOrderDuringSwaps() throws Exception {
        List<PlainClient> subscribers = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        try (Site site = new Site(folder);
                Swapping swapping = site.swapping()) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                subscribers.add(new PlainClient(site.socket()).send("GET /feed HTTP/1.1\r\nHost: h\r\n\r\n"));
            }
            for (PlainClient subscriber : subscribers) {
                subscriber.readText(10); // It has been answered, so it has joined.
            }
            try (PlainClient publisher = new PlainClient(site.socket())) {
                for (int i = 1; i <= 1000 || swapping.swaps() < SWAPS; i++) {
                    publish(publisher, String.valueOf(i));
                    expected.append("data: ").append(i).append("\n\n");
                }
            }
            var stopped = site.server().stop().toCompletableFuture();
            for (PlainClient subscriber : subscribers) {
                try (subscriber) {
                    String answer = subscriber.readToEnd();
                    assertThat(answer).endsWith("\r\n0\r\n\r\n");
                    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                    assertThat(body.replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "")).isEqualTo(expected.toString());
                }
            }
            assertThat(stopped.get().forced()).isZero();
        }
    }

    private static void publish(PlainClient publisher, String event) {
        publisher.send("POST /feed HTTP/1.1\r\nHost: h\r\nContent-Length: " + event.length() + "\r\n\r\n" + event);
        String answer = "";
        while (!answer.endsWith("\r\n\r\n" + SUBSCRIBERS + "\n")) {
            String more = publisher.readText(1);
            assertThat(more).as("after %s", answer).isNotEmpty();
            answer += more;
        }
    }
}
