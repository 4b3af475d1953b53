package dev.patchbay.test.cookbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.FrameEncoder;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ReleaseReason;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers of the cookbook; {@code CookbookTest} tests them, and that the page has them as they are here. */
final class Recipes {

    private Recipes() {}

    static final class Calculator implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                String[] sum = UTF_8.decode(line).toString().split("\\+");
                long result = Long.parseLong(sum[0].strip()) + Long.parseLong(sum[1].strip());
                conn.write(FrameEncoder.line(UTF_8.encode(Long.toString(result))));
            }
        }
    }

    static final class Reverser implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer body; (body = Frames.prefixed32(in, ByteOrder.BIG_ENDIAN, 65_536)) != null; ) {
                String text = new StringBuilder(UTF_8.decode(body)).reverse().toString();
                conn.write(FrameEncoder.prefixed32(UTF_8.encode(text), ByteOrder.BIG_ENDIAN));
            }
        }
    }

    static final class Login implements Handler {
        private static final String USER = "com.example.login.user";

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                String name = UTF_8.decode(line).toString();
                Object before = conn.attributes().put(USER, name);
                conn.write(FrameEncoder.line(
                        UTF_8.encode(before == null ? "welcome " + name : before + " is now " + name)));
            }
        }
    }

    static final class Chat implements Handler {
        @Override
        public void opened(ConnContext conn) {
            conn.group("com.example.chat").join(conn.ref());
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line; (line = Frames.line(conn, in, 1000)) != null; ) {
                conn.group("com.example.chat").send(FrameEncoder.line(line));
            }
        }
    }

    static final class Prices implements Handler {
        private final Function<Runnable, AutoCloseable> exchange;

        Prices(Function<Runnable, AutoCloseable> exchange) {
            this.exchange = exchange;
        }

        @Override
        public void opened(ConnContext conn) {
            ConnectionRef client = conn.ref();
            if (conn.previousHandler().isEmpty()) {
                AutoCloseable subscription = exchange.apply(() -> client.send("changed"));
                conn.closed().thenRun(() -> close(subscription));
            }
        }

        @Override
        public void message(ConnContext conn, Object message) {
            conn.write(FrameEncoder.line(UTF_8.encode("price " + message)));
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
        }

        private static void close(AutoCloseable subscription) {
            try {
                subscription.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static final class Reports implements Handler {
        private final Executor workers;

        Reports(Executor workers) {
            this.workers = workers;
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            ByteBuffer line = Frames.line(conn, in, 100);
            if (line == null) {
                return;
            }
            String name = UTF_8.decode(line).toString();
            ConnContext.Pending answer = conn.pending();
            conn.pauseInput();
            CompletableFuture.supplyAsync(() -> "report of " + name, workers)
                    .thenAccept(report -> conn.execute(() -> {
                        conn.write(FrameEncoder.line(UTF_8.encode(report)));
                        conn.resumeInput();
                    }))
                    .whenComplete((done, failure) -> answer.close());
        }
    }

    static final class Opener implements Handler {
        private final Path folder;

        Opener(Path folder) {
            this.folder = folder;
        }

        @Override
        public void opened(ConnContext conn) {
            conn.acceptDescriptors(1);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws IOException {
            for (ByteBuffer line; (line = Frames.line(conn, in, 200)) != null; ) {
                for (FileDescriptor sent : conn.takeDescriptors()) {
                    try (FileInputStream theirs = new FileInputStream(sent)) {
                        conn.write(FrameEncoder.line(ByteBuffer.wrap(theirs.readAllBytes())));
                    }
                }
                try (FileInputStream ours =
                        new FileInputStream(folder.resolve("public").toFile())) {
                    conn.write(FrameEncoder.line(line), ours.getFD());
                }
            }
        }
    }

    @Component(service = Handler.class)
    @HandlerProperties(name = "balance", execution = HandlerExecution.VIRTUAL)
    public static final class Balance implements Handler {
        private final DataSource database;

        @Activate
        public Balance(@Reference DataSource database) {
            this.database = database;
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws SQLException {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                long balance = balance(UTF_8.decode(line).toString());
                conn.write(FrameEncoder.line(UTF_8.encode(Long.toString(balance))));
            }
        }

        private long balance(String account) throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement query =
                            connection.prepareStatement("select balance from account where name = ?")) {
                query.setString(1, account);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0;
                }
            }
        }
    }

    @Component(service = Handler.class, configurationPid = "com.example.greeter")
    @HandlerProperties(name = "greeter")
    @Designate(ocd = Greeter.Config.class)
    public static final class Greeter implements Handler {
        @ObjectClassDefinition(name = "Greeter")
        public @interface Config {
            String greeting() default "hello";
        }

        private final Config config;

        @Activate
        public Greeter(Config config) {
            this.config = config;
        }

        @Override
        public void opened(ConnContext conn) {
            conn.write(FrameEncoder.line(UTF_8.encode(config.greeting())));
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
        }
    }

    static final class Logging implements Handler {
        private static final Logger LOG = LoggerFactory.getLogger(Logging.class);

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            LOG.debug("connection {} of {} has sent {} bytes", conn.id(), conn.peer(), in.remaining());
            conn.write(in);
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            LOG.debug("connection {}: {} after {} bytes", conn.id(), reason, conn.bytesOut());
        }
    }

    static final class Clock implements Handler {
        private static final String TICKS = "com.example.clock.ticks";

        @Override
        public void opened(ConnContext conn) {
            conn.after(Duration.ofSeconds(1), () -> tick(conn));
        }

        private void tick(ConnContext conn) {
            Object ticks = conn.attributes().merge(TICKS, 1, (a, b) -> (int) a + (int) b);
            conn.write(FrameEncoder.line(UTF_8.encode("tick " + ticks)));
            conn.after(Duration.ofSeconds(1), () -> tick(conn));
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
        }

        @Override
        public void draining(ConnContext conn) {
            conn.write(FrameEncoder.line(UTF_8.encode("bye")));
            conn.close();
        }
    }
}
