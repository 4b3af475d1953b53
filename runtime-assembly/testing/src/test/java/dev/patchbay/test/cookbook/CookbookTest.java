package dev.patchbay.test.cookbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.test.Conversation;
import dev.patchbay.test.HandlerTester;
import dev.patchbay.test.TestClient;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The handlers of the cookbook. */
@Timeout(120)
class CookbookTest {

    @Test
    void textProtocol() {
        Conversation.with(Recipes.Calculator::new)
                .send("1 + 2\n30+4\n")
                .expect("3\n34\n")
                .check();
    }

    @Test
    void lengthPrefixedProtocol() {
        Conversation.with(Recipes.Reverser::new)
                .send("\0\0\0\3abc\0\0\0\1x")
                .expect("\0\0\0\3cba\0\0\0\1x")
                .check();
    }

    @Test
    void stateOfAConnection() {
        Conversation.with(Recipes.Login::new)
                .send("ann\n")
                .expect("welcome ann\n")
                .send("bob\n")
                .expect("ann is now bob\n")
                .check();
    }

    @Test
    void broadcast() {
        try (HandlerTester tester = HandlerTester.of(Recipes.Chat::new)) {
            TestClient ann = tester.connect();
            TestClient bob = tester.connect();
            ann.send("hi\n").expect("hi\n");
            tester.swap();
            bob.expect("hi\n").send("ho\n").expect("ho\n");
            ann.expect("ho\n");
        }
    }

    @Test
    void pushFromAnotherThread() throws InterruptedException {
        List<Runnable> subscribers = new CopyOnWriteArrayList<>();
        try (HandlerTester tester = HandlerTester.of(() -> new Recipes.Prices(subscriber -> {
            subscribers.add(subscriber);
            return () -> subscribers.remove(subscriber);
        }))) {
            TestClient client = tester.connect();
            tester.swap();
            Thread exchange = new Thread(() -> subscribers.forEach(Runnable::run));
            exchange.start();
            exchange.join();
            client.expect("price changed\n");
            client.close();
            assertThat(subscribers).isEmpty();
        }
    }

    @Test
    void backgroundWork() {
        Conversation.with(() -> new Recipes.Reports(ForkJoinPool.commonPool()))
                .send("may\njune\n")
                .expect("report of may\nreport of june\n")
                .check();
    }

    @Test
    void descriptors(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("public"), "for all");
        Path theirs = Files.writeString(folder.resolve("theirs"), "mine");
        try (HandlerTester tester = HandlerTester.of(() -> new Recipes.Opener(folder));
                FileInputStream file = new FileInputStream(theirs.toFile())) {
            TestClient client = tester.connect();
            client.send("take\n".getBytes(UTF_8), file.getFD()).expect("mine\ntake\n");
            try (FileInputStream passed =
                    new FileInputStream(client.expectDescriptors(1).get(0))) {
                assertThat(passed.readAllBytes()).asString(UTF_8).isEqualTo("for all");
            }
        }
    }

    /** A database with one row, as far as the handler asks. */
    private static DataSource database() {
        return fake(
                DataSource.class,
                "getConnection",
                fake(
                        java.sql.Connection.class,
                        "prepareStatement",
                        fake(
                                java.sql.PreparedStatement.class,
                                "executeQuery",
                                fake(java.sql.ResultSet.class, "getLong", 42L))));
    }

    private static <T> T fake(Class<T> type, String method, Object result) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> called.getName().equals(method)
                        ? result
                        : called.getReturnType() == boolean.class ? true : null));
    }

    @Test
    void databaseInUse() {
        Conversation.with(() -> new Recipes.Balance(database()))
                .send("ann\n")
                .expect("42\n")
                .check();
    }

    @Test
    void ownConfiguration() {
        Recipes.Greeter.Config config = new Recipes.Greeter.Config() {
            @Override
            public String greeting() {
                return "good day";
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Recipes.Greeter.Config.class;
            }
        };
        try (HandlerTester tester = HandlerTester.of(() -> new Recipes.Greeter(config))) {
            tester.connect().expect("good day\n");
        }
    }

    @Test
    void logging() {
        Conversation.with(Recipes.Logging::new)
                .executions(HandlerExecution.VIRTUAL)
                .send("x")
                .expect("x")
                .check();
    }

    @Test
    void timers() {
        try (HandlerTester tester = HandlerTester.of(Recipes.Clock::new)) {
            TestClient client = tester.connect();
            tester.advance(Duration.ofMillis(2500));
            client.expect("tick 1\ntick 2\n");
            tester.swap();
            tester.advance(Duration.ofMillis(1500));
            client.expect("tick 3\n");
            tester.drain();
            client.expect("bye\n").expectEnd();
        }
    }
}
