package dev.patchbay.protocols.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.Swapping;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chat and a feed whose handlers are swapped all the time. */
@Timeout(120)
class ChatTest {

    private static final int LEAST_SWAPS = 50;
    private static final int LEAST_PRICES = 20_000;
    private static final int MEMBERS = 5;
    private static final int EACH = 1000;

    /** How many lines a member is ahead of the one it has heard least of, so that nobody has more waiting than is allowed. */
    private static final int AHEAD = 50;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Server server;
    private Swapping swapping;

    private void start(Supplier<Handler> handlers) throws IOException {
        server = Server.at(folder.resolve("chat")).with("swap.timeout", "60s").start();
        swapping = new Swapping(server, handlers, 23);
    }

    @AfterEach
    void stop() throws Exception {
        swapping.close();
        server.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("chat")));
    }

    private static void say(SocketChannel member, String line) throws IOException {
        member.write(ByteBuffer.wrap((line + '\n').getBytes(UTF_8)));
    }

    @Test
    void eachMemberGetsEachLineOnceAndInOrder() throws Exception {
        start(ChatHandler::new);
        List<SocketChannel> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(connect());
        }
        List<BufferedReader> readers = members.stream()
                .map(member -> new BufferedReader(Channels.newReader(member, UTF_8)))
                .toList();
        awaitAll(members, readers);
        do {
            talk(members, readers);
        } while (swapping.swaps() <= LEAST_SWAPS);
        for (SocketChannel member : members) {
            member.close();
        }
    }

    /** Lets all members talk at once, until each has heard all. */
    private void talk(List<SocketChannel> members, List<BufferedReader> readers) throws Exception {
        List<Future<List<List<String>>>> heard = IntStream.range(0, MEMBERS)
                .mapToObj(i -> threads.submit(() -> talk(members.get(i), readers.get(i), i)))
                .toList();
        List<List<String>> expected = IntStream.range(0, MEMBERS)
                .mapToObj(
                        i -> IntStream.range(0, EACH).mapToObj(n -> i + ":" + n).toList())
                .toList();
        for (Future<List<List<String>>> one : heard) {
            assertThat(one.get()).isEqualTo(expected);
        }
    }

    /** A member belongs to the room once a line of the last one has reached it. */
    private static void awaitAll(List<SocketChannel> members, List<BufferedReader> readers) throws IOException {
        for (int i = 0; i < MEMBERS; i++) {
            say(members.get(i), "here " + i);
            for (int heard = 0; heard <= i; heard++) {
                String line;
                do {
                    line = readers.get(heard).readLine();
                } while (!line.equals("here " + i));
            }
        }
    }

    /** Talks, and returns what was heard from each member. */
    private static List<List<String>> talk(SocketChannel member, BufferedReader lines, int me) throws IOException {
        List<List<String>> heard = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            heard.add(new ArrayList<>());
        }
        int said = 0;
        for (int count = 0; count < MEMBERS * EACH; count++) {
            int least = heard.stream().mapToInt(List::size).min().getAsInt();
            while (said < Math.min(EACH, least + AHEAD)) {
                say(member, me + ":" + said++);
            }
            String line = lines.readLine();
            heard.get(Character.digit(line.charAt(0), 10)).add(line);
        }
        return heard;
    }

    @Test
    void memberWhoNeverReadsIsShownOutAndNobodyWaits() throws Exception {
        start(ChatHandler::new);
        try (SocketChannel silent = connect();
                SocketChannel member = connect()) {
            BufferedReader lines = new BufferedReader(Channels.newReader(member, UTF_8));
            String text = "x".repeat(1000);
            for (int i = 0; server.connections().size() != 1 || i < 10; i++) {
                say(member, text + i);
                assertThat(lines.readLine()).isEqualTo(text + i);
            }
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void slowSubscriberMissesTheOldestAndGetsTheNewest() throws Exception {
        Feed feed = new Feed();
        start(() -> new FeedHandler(feed));
        int last = -1;
        try (SocketChannel slow = connect();
                SocketChannel fast = connect()) {
            ByteBuffer hello = ByteBuffer.wrap("hello\n".getBytes(UTF_8));
            while (feed.publish(hello) < 2) {
                Thread.onSpinWait();
            }
            BufferedReader lines = new BufferedReader(Channels.newReader(fast, UTF_8));
            while (!"start".equals(publishedAndRead(feed, lines, "start"))) {
                Thread.onSpinWait();
            }
            while (last < LEAST_PRICES || swapping.swaps() <= LEAST_SWAPS) {
                String message = "price " + ++last + " ".repeat(100) + "end";
                assertThat(publishedAndRead(feed, lines, message)).isEqualTo(message);
            }
            assertThat(drain(slow, last)).isLessThan(last);
        }
    }

    private static String publishedAndRead(Feed feed, BufferedReader lines, String message) throws IOException {
        assertThat(feed.publish(ByteBuffer.wrap((message + '\n').getBytes(UTF_8))))
                .isEqualTo(2);
        String line;
        do {
            line = lines.readLine();
        } while (line.equals("hello"));
        return line;
    }

    /** Reads whole lines up to the last price; returns how many there were. */
    private static int drain(SocketChannel slow, int last) throws IOException {
        BufferedReader lines = new BufferedReader(Channels.newReader(slow, UTF_8));
        int count = 0;
        int before = -1;
        while (before < last) {
            String line = lines.readLine();
            if (line.startsWith("price")) {
                assertThat(line).endsWith("end");
                int price = Integer.parseInt(line.split(" ")[1]);
                assertThat(price).isGreaterThan(before);
                before = price;
                count++;
            }
        }
        return count;
    }
}
