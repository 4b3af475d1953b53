package dev.patchbay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.runtime.ConfigurationResult;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What {@code configure} does when the server accepts a configuration, and when it does not. */
@Timeout(60)
class ConfigureMethodsTest {

    private static final String BEFORE = "# the server\nloops = 1\n";

    @TempDir
    Path home;

    private final ConnContext client = FakeRuntime.client("control");
    private final Deque<CompletableFuture<ConfigurationResult>> waiting = new ArrayDeque<>();

    /** What the runtime finds wrong before anything is written. */
    private List<String> faults = List.of();

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.createDirectory(home.resolve("conf")).resolve("dev.patchbay.server~echo.cfg");
        Files.writeString(file, BEFORE);
    }

    /** The fake with the two methods that this is about. */
    private ServerRuntime runtime() {
        FakeRuntime fake = new FakeRuntime();
        return (ServerRuntime) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServerRuntime.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "check":
                            return faults;
                        case "nextConfiguration":
                            waiting.add(new CompletableFuture<>());
                            return waiting.getLast();
                        default:
                            try {
                                return method.invoke(fake, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                    }
                });
    }

    private static ConfigurationAdmin admin(Configuration... configurations) {
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                ConfigureMethodsTest.class.getClassLoader(),
                new Class<?>[] {ConfigurationAdmin.class},
                (proxy, method, arguments) -> configurations.length == 0 ? null : configurations);
    }

    /** Answers a file that was written, as the server does. */
    private void serve(ConfigureMethods methods, Runnable answer) {
        methods.reader = written -> answer.run();
    }

    private void answer(String loops, String... found) {
        waiting.removeFirst().complete(new ConfigurationResult(Map.of("loops", loops), List.of(found)));
    }

    private ConfigureMethods methods() {
        return new ConfigureMethods(runtime(), new WrittenConfigurations(admin(), home.toString()));
    }

    private void set(ConfigureMethods methods, String loops) {
        methods.configure(client, "echo", Optional.of(Map.of("loops", loops)), Optional.empty());
    }

    @Test
    void aChangeThatIsInForceStays() {
        ConfigureMethods methods = methods();
        serve(methods, () -> answer("2"));

        set(methods, " 2 ");

        assertThat(file).hasContent("# the server\nloops = 2\n");
    }

    @Test
    void aConfigurationThatWasStillOnItsWayIsNotMistakenForTheChange() {
        ConfigureMethods methods = methods();
        serve(methods, () -> {
            answer("7", "loops = 7: is wrong");
            answer("2");
        });

        set(methods, "2");

        assertThat(file).hasContent("# the server\nloops = 2\n");
    }

    @Test
    void whatIsWrongForSureIsNotWritten() {
        ConfigureMethods methods = methods();
        serve(methods, () -> {
            throw new AssertionError("written");
        });
        faults = List.of("loops = x: is not a number");

        assertThatThrownBy(() -> set(methods, "x"))
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        refused -> assertThat(refused.code()).isEqualTo(JsonRpcException.INVALID_PARAMS))
                .hasMessage("server echo keeps its configuration: loops = x: is not a number");
        assertThat(file).hasContent(BEFORE);
    }

    @Test
    void aRejectedChangeIsTakenBack() {
        ConfigureMethods methods = methods();
        serve(methods, () -> answer("2", "the path is taken"));

        assertThatThrownBy(() -> set(methods, "2"))
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Refusals.REJECTED))
                .hasMessage("server echo keeps its configuration: the path is taken");
        assertThat(file).hasContent(BEFORE);
    }

    @Test
    void anEditThatAnotherMakesBeforeTheRejectionStays() {
        ConfigureMethods methods = methods();
        serve(methods, () -> {
            try {
                Files.writeString(file, "# theirs\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            answer("2", "the path is taken");
        });

        assertThatThrownBy(() -> set(methods, "2"))
                .hasMessage(
                        "server echo keeps its configuration: the path is taken; what was written stays, because another has"
                                + " changed it in the meantime");
        assertThat(file).hasContent("# theirs\n");
    }

    @Test
    void whatIsNoChangeIsRefused() {
        ConfigureMethods methods = methods();
        assertThatThrownBy(() -> methods.configure(client, "echo", Optional.empty(), Optional.empty()))
                .hasMessageStartingWith("there is nothing to change");
        assertThatThrownBy(() -> methods.configure(
                        client, "echo", Optional.of(Map.of("loops", "1")), Optional.of(List.of("loops"))))
                .hasMessage("loops is both set and unset; leave out one of the two");
        assertThatThrownBy(() -> methods.configure(client, "echo", Optional.of(Map.of("a", "\0")), Optional.empty()))
                .hasMessage("a: holds a NUL character, which no configuration can have");
        assertThatThrownBy(() -> methods.configure(client, "ecko", Optional.empty(), Optional.of(List.of("loops"))))
                .hasMessage("there is no server ecko; the servers are control, echo");
    }

    @Test
    void aServerWithoutAFileIsChangedWhereItCameFrom() throws IOException {
        Files.delete(file);
        ConfigureMethods methods = methods();

        assertThatThrownBy(() -> set(methods, "2"))
                .hasMessage("server echo has no file in " + home
                        + "/conf; its configuration was made in another way, and has to" + " be changed there");
    }

    @Test
    void whereNoFolderIsWatchedTheConfigurationOfConfigurationAdminIsChangedAndTakenBack() {
        Deque<Dictionary<String, Object>> values = new ArrayDeque<>();
        values.add(new Hashtable<>(Map.of("loops", "1", "felix.fileinstall.filename", "x.cfg")));
        Configuration stored = (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getPid":
                            return "dev.patchbay.server.echo";
                        case "getProperties":
                            return values.getLast();
                        case "getChangeCount":
                            return (long) values.size();
                        case "update":
                            @SuppressWarnings("unchecked")
                            Dictionary<String, Object> updated = (Dictionary<String, Object>) arguments[0];
                            values.add(updated);
                            answer(updated.get("loops").toString(), "2".equals(updated.get("loops")) ? "no" : "yes");
                            return null;
                        default:
                            throw new UnsupportedOperationException(method.toString());
                    }
                });
        ConfigureMethods methods = new ConfigureMethods(runtime(), new WrittenConfigurations(admin(stored), null));

        assertThatThrownBy(() -> set(methods, "2")).hasMessage("server echo keeps its configuration: no");

        assertThat(values).extracting(each -> each.get("loops")).containsExactly("1", "2", "1");
        assertThat(values.getLast().get("felix.fileinstall.filename")).isEqualTo("x.cfg");
    }
}
