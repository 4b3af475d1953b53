package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes from one client to another arrives once, however often the handler is swapped meanwhile. */
@Timeout(60)
class ExactDeliveryTest {

    private static final int SENDERS = 3;
    private static final int RECEIVERS = 4;
    private static final int EACH = 2000;
    private static final int SWAPS = 50;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void eachSubscriberGetsEachPublishedMessageOnceAndInOrder() throws Exception {
        try (RespServer server = new RespServer(folder)) {
            List<RespClient> subscribers = new ArrayList<>();
            for (int i = 0; i < RECEIVERS; i++) {
                RespClient subscriber = server.connect();
                assertThat(subscriber.call("SUBSCRIBE", "news", "sports")).isNotNull();
                assertThat(subscriber.read()).isNotNull();
                subscribers.add(subscriber);
            }
            do {
                publishToAll(server, subscribers);
            } while (server.swaps() <= SWAPS);
            for (RespClient subscriber : subscribers) {
                subscriber.close();
            }
        }
    }

    private void publishToAll(RespServer server, List<RespClient> subscribers) throws Exception {
        List<Future<List<String>>> heard = all(subscribers, subscriber -> () -> messages(subscriber, SENDERS * EACH));
        List<Future<List<String>>> sent = all(List.of(0, 1, 2), sender -> () -> publish(server, sender));
        List<String> messages = joined(sent);
        for (Future<List<String>> one : heard) {
            List<String> got = one.get();
            assertThat(got).containsExactlyInAnyOrderElementsOf(messages);
            for (int sender = 0; sender < SENDERS; sender++) {
                String prefix = sender + ":";
                assertThat(got.stream().filter(m -> m.startsWith(prefix)).toList())
                        .isEqualTo(sent.get(sender).get());
            }
        }
    }

    private static List<String> publish(RespServer server, int sender) throws Exception {
        List<String> sent = new ArrayList<>();
        try (RespClient client = server.connect()) {
            for (int i = 0; i < EACH; i++) {
                String message = sender + ":" + i;
                assertThat(client.call("PUBLISH", i % 2 == 0 ? "news" : "sports", message))
                        .isEqualTo((long) RECEIVERS);
                sent.add(message);
            }
        }
        return sent;
    }

    private static List<String> messages(RespClient subscriber, int count) throws Exception {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(text(((List<?>) subscriber.read()).get(2)));
        }
        return messages;
    }

    @Test
    void eachElementIsTakenOnceByThoseWhoWait() throws Exception {
        try (RespServer server = new RespServer(folder)) {
            do {
                pushAndTake(server);
            } while (server.swaps() <= SWAPS);
        }
    }

    private void pushAndTake(RespServer server) throws Exception {
        List<Future<List<String>>> taken =
                all(IntStream.range(0, RECEIVERS).boxed().toList(), i -> () -> take(server, i));
        List<Future<List<String>>> sent = all(List.of(0, 1, 2), sender -> () -> push(server, sender));
        List<String> pushed = joined(sent);
        try (RespClient client = server.connect()) {
            for (int i = 0; i < RECEIVERS; i++) {
                client.call("RPUSH", "b", "end");
            }
        }
        assertThat(joined(taken)).containsExactlyInAnyOrderElementsOf(pushed);
        assertThat(server.store.length("a") + server.store.length("b")).isZero();
    }

    private static List<String> push(RespServer server, int sender) throws Exception {
        List<String> pushed = new ArrayList<>();
        try (RespClient client = server.connect()) {
            for (int i = 0; i < EACH; i += 2) {
                assertThat(client.call("RPUSH", i % 4 == 0 ? "a" : "b", sender + ":" + i, sender + ":" + (i + 1)))
                        .isInstanceOf(Long.class);
                pushed.addAll(List.of(sender + ":" + i, sender + ":" + (i + 1)));
            }
        }
        return pushed;
    }

    /** Takes elements until one says that it is the last; some of the waits are so short that they end without any. */
    private static List<String> take(RespServer server, int receiver) throws Exception {
        List<String> taken = new ArrayList<>();
        try (RespClient client = server.connect()) {
            for (int i = receiver; ; i++) {
                Object answer = client.call("BLPOP", "a", "b", i % 3 == 0 ? "0.001" : "0");
                String element = answer == null ? null : text(((List<?>) answer).get(1));
                if ("end".equals(element)) {
                    return taken;
                } else if (element != null) {
                    taken.add(element);
                }
            }
        }
    }

    @Test
    void elementsGoToOthersWhenAWaitingClientLeaves() throws Exception {
        try (RespServer server = new RespServer(folder);
                RespClient staying = server.connect();
                RespClient pushing = server.connect()) {
            // Both are accepted, and are the two that are left when a third one has gone.
            assertThat(staying.call("PING")).isEqualTo("+PONG");
            assertThat(pushing.call("PING")).isEqualTo("+PONG");
            for (int i = 0; i < 20; i++) {
                try (RespClient leaving = server.connect()) {
                    assertThat(leaving.call("PING")).isEqualTo("+PONG");
                    leaving.send(RespClient.command("BLPOP", "queue", "0"));
                }
                staying.send(RespClient.command("BLPOP", "queue", "0"));
                while (server.connections() > 2) {
                    Thread.onSpinWait();
                }
                pushing.call("RPUSH", "queue", "element " + i);
                assertThat(text(((List<?>) staying.read()).get(1))).isEqualTo("element " + i);
            }
        }
    }

    private <T> List<Future<List<String>>> all(List<T> items, Function<T, Callable<List<String>>> work) {
        return items.stream().map(item -> threads.submit(work.apply(item))).toList();
    }

    private static List<String> joined(List<Future<List<String>>> parts) throws Exception {
        List<String> all = new ArrayList<>();
        for (Future<List<String>> part : parts) {
            all.addAll(part.get());
        }
        return all;
    }

    private static String text(Object string) {
        return new String((byte[]) string, ISO_8859_1);
    }
}
