package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Chatter;
import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.BrokenActivator;
import dev.patchbay.itests.plugin.BrokenHandler;
import dev.patchbay.itests.plugin.MirrorHandler;
import dev.patchbay.itests.plugin.PlainHandler;
import dev.patchbay.itests.plugin.UppercaseHandler;
import dev.patchbay.itests.plugin.WaitingActivator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files in {@code plugins/} that cannot be used leave what serves in place, and are reported once. */
@Timeout(240)
class BadPluginsIT {

    private static final HandlerBundle LOUD = new HandlerBundle(UppercaseHandler.class, "loud", 10);

    @TempDir
    Path directory;

    private HomeFolder home;

    private Patchbay start() throws IOException, InterruptedException {
        return start("*");
    }

    private Patchbay start(String handler) throws IOException, InterruptedException {
        home = new HomeFolder(directory);
        home.configure(
                "any",
                "socket.path = ${patchbay.home}/run/any.sock",
                "handler.target = (handler.name=" + handler + ")");
        Files.createDirectories(home.plugins());
        return Patchbay.start(directory);
    }

    private static void dropped(Patchbay patchbay) throws InterruptedException {
        patchbay.log().await("handler echo ", " -> loud");
    }

    /** Contents that cannot be used, with words of the reason. */
    private static Map<byte[], String> bad(Path jar) throws IOException {
        byte[] good = Files.readAllBytes(jar);
        Map<byte[], String> bad = new LinkedHashMap<>();
        bad.put(Arrays.copyOf(good, good.length / 2), "it is not a whole jar");
        bad.put(new byte[0], "it is empty");
        bad.put("<html>404</html>".getBytes(StandardCharsets.UTF_8), "it is not a whole jar");
        bad.put(
                PluginJar.bundle("loud", "2.0.0")
                        .header("Import-Package", "com.example.missing;version=\"[3,4)\"")
                        .bytes(),
                "com.example.missing");
        bad.put(PluginJar.bundle("loud", "bananas").bytes(), "it is no valid bundle");
        bad.put(
                PluginJar.bundle("loud", "3.0.0")
                        .header("Bundle-Activator", BrokenActivator.class.getName())
                        .header("Import-Package", "org.osgi.framework")
                        .type(BrokenActivator.class)
                        .bytes(),
                BrokenActivator.REASON);
        bad.put(PluginJar.bundle("loud", "4.0.0").entry("text", "nothing").bytes(), "it registers no handler");
        bad.put(
                PluginJar.bundle("fragment", "1.0.0")
                        .header("Fragment-Host", "dev.patchbay.server")
                        .bytes(),
                "it is a fragment");
        bad.put(
                new PluginJar()
                        .header("Bundle-ManifestVersion", "2")
                        .header("Bundle-SymbolicName", "dev.patchbay.server")
                        .header("Bundle-Version", "9.0.0")
                        .bytes(),
                "a part of Patchbay itself");
        bad.put(
                PluginJar.bundle("loud", "5.0.0")
                        .header("Bundle-Activator", WaitingActivator.class.getName())
                        .header("Import-Package", "org.osgi.framework")
                        .type(WaitingActivator.class)
                        .bytes(),
                "it does not start: java.lang.InterruptedException");
        bad.put(new PluginJar().entry("text", "a library").bytes(), "it is no OSGi bundle");
        return bad;
    }

    @Test
    void whateverIsCopiedOverAPluginThatServesLeavesItInService() throws Exception {
        try (Patchbay patchbay = start();
                Client client = Client.connect(home.socket("any"))) {
            Path jar = LOUD.dropInto(home.plugins());
            dropped(patchbay);
            for (Map.Entry<byte[], String> content : bad(jar).entrySet()) {
                PluginJar.put(jar, content.getKey());
                patchbay.log().await("WARN", "loud.jar cannot be used: ", content.getValue(), "stays in service");
                assertThat(client.echo("loud")).as(content.getValue()).isEqualTo("LOUD");
            }
            new HandlerBundle(BrokenHandler.class, "loud", 10).dropInto(home.plugins());
            patchbay.log().await("WARN", "loud.jar cannot be used: its handler loud cannot be created");
            assertThat(client.echo("loud")).isEqualTo("LOUD");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void aCopyOfAPluginIsRefusedAndTakesOverWhenTheFirstGoesAway() throws Exception {
        try (Patchbay patchbay = start();
                Client client = Client.connect(home.socket("any"))) {
            Path jar = LOUD.dropInto(home.plugins());
            Path copy = home.plugins().resolve("loud-old.jar");
            dropped(patchbay);

            Files.copy(jar, copy);
            patchbay.log().await("loud-old.jar cannot be used: it contains the same plugin");
            Files.delete(copy);
            assertThat(client.echo("loud")).isEqualTo("LOUD");

            copy = Files.copy(jar, home.plugins().resolve("loud-2.jar"));
            patchbay.log().await("loud-2.jar cannot be used: it contains the same plugin");
            Files.delete(jar);
            patchbay.log().await("is now that of", "loud-2.jar");
            assertThat(client.echo("loud")).isEqualTo("LOUD");

            Files.delete(copy);
            patchbay.log().await("handler loud ", " -> echo");
            assertThat(client.echo("quiet")).isEqualTo("quiet");
        }
    }

    @Test
    void aPlainJarWithAProviderServesWithTheClassesInIt() throws Exception {
        try (Patchbay patchbay = start("plain");
                Client client = Client.connect(home.socket("any"))) {
            PluginJar.put(
                    home.plugins().resolve("größe, 1.jar"),
                    new PluginJar()
                            .entry("META-INF/services/dev.patchbay.api.Handler", PlainHandler.class.getName())
                            .type(PlainHandler.class)
                            .type(UppercaseHandler.class)
                            .bytes());
            patchbay.log().awaitAnywhere("server any: handler plain", " serves");
            assertThat(client.echo("loud")).isEqualTo("LOUD");
        }
    }

    @Test
    void aFileThatIsBadAtTheNextStartDoesNotCostTheHandler() throws Exception {
        Path jar;
        try (Patchbay patchbay = start()) {
            jar = LOUD.dropInto(home.plugins());
            patchbay.log().await("dev.patchbay.itests.plugin.loud 1.0.0 installed");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
        Files.write(jar, new byte[100]);
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("any"))) {
            patchbay.log().awaitAnywhere("loud.jar cannot be used: ", "which served before, stays in service");
            assertThat(client.echo("loud")).isEqualTo("LOUD");
        }
    }

    @Test
    void whatIsNoPluginIsReportedOnceAndWhatIsSetAsideIsNot() throws Exception {
        try (Patchbay patchbay = start()) {
            byte[] jar = PluginJar.bundle("x", "1.0.0").bytes();
            for (String name : List.of(".x.jar.swp", "x.jar~", "x.jar.part")) {
                PluginJar.put(home.plugins().resolve(name), jar);
            }
            PluginJar.put(home.plugins().resolve("x.zip"), jar);
            Files.createDirectory(home.plugins().resolve("folder.jar"));
            patchbay.log().awaitAnywhere("folder.jar cannot be used: it is a folder");
            patchbay.log().awaitAnywhere("x.zip cannot be used: ");
            patchbay.terminate();
            patchbay.awaitExit();
            assertThat(home.log()).doesNotContain("x.jar");
            assertThat(home.log().split("x.zip cannot be used", -1)).hasSize(2);
        }
    }

    /** The author of an answer; null if there is none. */
    private static String author(String message, String answer) {
        if (answer.equals(message.toUpperCase(Locale.ROOT))) {
            return "loud";
        }
        return answer.equals(message) ? "mirror" : null;
    }

    @Test
    void fiveSwapsWithBadFilesInBetweenLoseNothingOfLiveTraffic() throws Exception {
        List<Chatter> clients = new ArrayList<>();
        try (Patchbay patchbay = start("loud")) {
            Path jar = LOUD.dropInto(home.plugins());
            patchbay.log().await("server any: handler loud", " serves");
            for (int i = 0; i < 4; i++) {
                clients.add(new Chatter(home.socket("any"), BadPluginsIT::author));
            }
            List<byte[]> bad = List.copyOf(bad(jar).keySet());
            for (int swap = 0; swap < 5; swap++) {
                PluginJar.put(jar, bad.get(swap));
                patchbay.log().await("loud.jar cannot be used: ");
                boolean mirror = swap % 2 == 0;
                new HandlerBundle(mirror ? MirrorHandler.class : UppercaseHandler.class, "loud", 10)
                        .dropInto(home.plugins());
                for (Chatter client : clients) {
                    client.awaitAnswerOf(mirror ? "mirror" : "loud");
                }
            }
            for (Chatter client : clients) {
                assertThat(client.finish()).isPositive();
            }
        } finally {
            for (Chatter client : clients) {
                client.close();
            }
        }
    }
}
