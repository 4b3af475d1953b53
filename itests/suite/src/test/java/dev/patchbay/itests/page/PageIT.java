package dev.patchbay.itests.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.distribution.HandlerBundle;
import dev.patchbay.itests.distribution.HomeFolder;
import dev.patchbay.itests.distribution.Patchbay;
import dev.patchbay.itests.plugin.MirrorHandler;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does on the page, as real clients of the servers see it. Each test has a server and a tab of its own. */
@Timeout(180)
class PageIT {

    private static final Path OWN_NAME = Path.of("/proc/self/comm");

    @TempDir
    private static Path directory;

    @TempDir
    private static Path profile;

    private static HomeFolder home;
    private static Chromium chromium;
    private static Patchbay patchbay;
    private static PageCommand command;
    private static String entrance;

    private Tab tab;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start(profile);
        home = new HomeFolder(directory.toRealPath());
        patchbay = Patchbay.start(home.directory());
        command = new PageCommand(home.directory());
        // The token is valid once; what it is exchanged for is the browser's.
        entrance = command.address();
        new HandlerBundle(UppercaseHandler.class, "upper", -1).dropInto(home.plugins());
        patchbay.log().await("upper.jar");
    }

    @AfterAll
    static void stop() throws Exception {
        if (command != null) {
            command.close();
        }
        if (patchbay != null) {
            patchbay.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        tab = chromium.open();
        tab.resize(1280, 900);
        tab.go(entrance);
        tab.awaitText("#link", "Live");
        entrance = command.origin() + "/";
    }

    /** Whatever a test does, the page asks only its own host, and the browser finds no fault with it. */
    @AfterEach
    void nothingIsWrongInTheBrowser() throws Exception {
        try {
            assertThat(tab.requests())
                    .isNotEmpty()
                    .allMatch(address -> address.startsWith(command.origin() + "/") || address.startsWith("data:"));
            assertThat(tab.complaints()).isEmpty();
        } finally {
            tab.close();
        }
    }

    /** Adds a server that echoes, and goes to it on the page. */
    private void serve(String server) throws IOException, InterruptedException {
        serve(server, "(|(handler.name=echo)(handler.name=upper))");
    }

    private void serve(String server, String target) throws IOException, InterruptedException {
        home.configure(server, "socket.path = ${patchbay.home}/run/" + server + ".sock", "handler.target = " + target);
        home.awaitSocket(server, true);
        tab.clickInRow("#servers", server, "button.name");
        tab.awaitText("#server-title", "Server " + server);
    }

    private static Client client(String server) throws IOException {
        Client client = Client.connect(home.socket(server));
        assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        return client;
    }

    private void confirm(String title) throws InterruptedException {
        tab.awaitText("#ask-title", title);
        tab.click("#ask-yes");
    }

    @Test
    void aHandlerThatIsChosenServesTheClientsThatAreConnected() throws Exception {
        serve("chosen");
        try (Client client = client("chosen")) {
            tab.clickInRow("#handlers", "upper", "button");
            confirm("Put handler upper in charge of server chosen?");
            tab.awaitText("#results", "Server chosen has the handler upper.");
            assertThat(client.echo("hello\n")).isEqualTo("HELLO\n");
            tab.awaitText("#handlers tbody tr:first-child", "upper");

            tab.click("#by-ranking");
            confirm("Choose the handler of server chosen by ranking again?");
            tab.awaitText("#results", "the handler with the highest ranking");
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        }
    }

    @Test
    void aServerIsDrainedAndStarted() throws Exception {
        serve("drained");
        try (Client client = client("drained")) {
            tab.click("#drain");
            tab.awaitText("#ask-title", "Drain server drained and stop it?");
            tab.type("5s");
            tab.press("Enter");
            assertThat(client.isAtEnd()).isTrue();
            tab.awaitText("#results", "Server drained has stopped after ");
            assertThat(home.socket("drained")).doesNotExist();
        }
        tab.awaitText("#problems", "an operator has stopped it");

        tab.click("#start");
        confirm("Start server drained?");
        tab.awaitText("#results", "Server drained accepts connections.");

        client("drained").close();
    }

    @Test
    void whatADrainRefusesIsSaidInWords() throws Exception {
        serve("refusing");
        tab.click("#drain");
        tab.awaitText("#ask-title", "Drain server refusing");
        tab.type("5 minutes");
        tab.press("Enter");

        tab.awaitText("#results .bad", "atMost = 5 minutes");
        client("refusing").close();
    }

    @Test
    void aConnectionIsClosedAndTheEventSaysSo() throws Exception {
        serve("closed");
        try (Client client = client("closed");
                Client other = client("closed")) {
            tab.clickInRow("#connections", Long.toString(ProcessHandle.current().pid()), "button");
            confirm("Close connection 1 of server closed?");

            assertThat(client.isAtEnd()).isTrue();
            assertThat(other.echo("still here\n")).isEqualTo("still here\n");
            tab.awaitText("#results", "Closing connection 1 of server closed.");
            tab.awaitText("#events", "server closed: connection 1 ended: OPERATOR_CLOSED");
        }
    }

    @Test
    void theKeyboardReachesAnOperationAndEscapeLeavesItUndone() throws Exception {
        serve("kept");
        try (Client client = client("kept")) {
            tab.read("document.activeElement.blur()");
            tab.read("scrollTo(0, 0)");
            tab.awaitText("#connections", "Close…");
            String reached = "document.activeElement.closest('#connections')"
                    + " && document.activeElement.textContent === 'Close…'";
            for (int presses = 0;
                    presses < 200 && !tab.read("!!(" + reached + ")").equals("true");
                    presses++) {
                tab.press("Tab");
            }
            tab.await(reached);
            assertThat(tab.read("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            tab.press("Enter");
            tab.awaitText("#ask-title", "Close connection 1 of server kept?");
            assertThat(tab.read("document.activeElement.textContent")).isEqualTo("Cancel");

            tab.press("Escape");

            tab.await("!document.querySelector('#ask').open && " + reached);
            assertThat(client.echo("still here\n")).isEqualTo("still here\n");
        }
    }

    @Test
    void theNameOfAProcessIsTextWhateverItIs() throws Exception {
        serve("hostile");
        String name = Files.readString(OWN_NAME);
        Files.writeString(OWN_NAME, "<img src=x>");
        try (Client client = client("hostile")) {
            tab.awaitText("#connections", "<img src=x>");
            assertThat(tab.read("document.images.length")).isEqualTo("0");
            tab.clickInRow("#connections", "<img src=x>", "button");
            tab.awaitText("#ask-text", "<img src=x>");
            assertThat(tab.read("document.images.length")).isEqualTo("0");
            assertThat(client.echo("still here\n")).isEqualTo("still here\n");
        } finally {
            Files.writeString(OWN_NAME, name.strip());
        }
    }

    @Test
    void aProblemIsShownWithItsAdviceUntilItIsGone() throws Exception {
        serve("wrong");
        home.configure("wrong", "socket.path = ${patchbay.home}/run/wrong.sock", "idle.timeout = 5 minutes");
        tab.awaitText("#problems", "server wrong");
        tab.awaitText("#problems", "NEWEST CONFIGURATION REJECTED");
        tab.awaitText("#problems", "correct it");
        tab.awaitText("#keys", "rejected: 5 minutes");

        home.configure("wrong", "socket.path = ${patchbay.home}/run/wrong.sock", "idle.timeout = 5m");

        tab.await("!document.querySelector('#problems').innerText.includes('server wrong')");
        tab.awaitText("#keys", "5m");
    }

    @Test
    void aPluginIsRolledBackAndBackAgainWhileItsClientStaysConnected() throws Exception {
        new HandlerBundle(UppercaseHandler.class, "rev", 10).dropInto(home.plugins(), "1.0.0");
        patchbay.log().await("rev.jar");
        serve("rolled", "(handler.name=rev)");
        try (Client client = Client.connect(home.socket("rolled"))) {
            assertThat(client.echo("hello\n")).isEqualTo("HELLO\n");
            new HandlerBundle(MirrorHandler.class, "rev", 10).dropInto(home.plugins(), "2.0.0");
            patchbay.log().await("2.0.0 replaces 1.0.0");
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
            tab.awaitText("#plugins", "dev.patchbay.itests.plugin.rev 2.0.0");

            tab.clickInRow("#plugins", "rev.jar", "button");
            tab.awaitText("#ask-text", "The version before 2.0.0 takes its place.");
            confirm("Roll back plugin rev.jar?");
            tab.awaitText("#results", "Plugin rev.jar serves version 1.0.0 in place of 2.0.0.");
            assertThat(client.echo("hello\n")).isEqualTo("HELLO\n");
            tab.awaitText("#plugins", "dev.patchbay.itests.plugin.rev 1.0.0");

            tab.clickInRow("#plugins", "rev.jar", "button");
            confirm("Roll back plugin rev.jar?");
            tab.awaitText("#results", "Plugin rev.jar serves version 2.0.0 in place of 1.0.0.");
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        }
    }

    @Test
    void whatARollbackRefusesIsSaidInWords() throws Exception {
        tab.clickInRow("#plugins", "upper.jar", "button");
        confirm("Roll back plugin upper.jar?");

        tab.awaitText("#results .bad", "plugin upper.jar has no earlier version");
    }

    @Test
    void aPageThatIsOpenedLaterShowsWhatWasDoneBefore() throws Exception {
        serve("past");
        try (Client client = client("past")) {
            tab.clickInRow("#handlers", "upper", "button");
            confirm("Put handler upper in charge of server past?");
            tab.awaitText("#results", "Server past has the handler upper.");
            assertThat(client.echo("hello\n")).isEqualTo("HELLO\n");

            tab.read("document.body.dataset.before = 'yes'");
            tab.go(entrance);
            tab.await("document.body && !document.body.dataset.before");
            String swap = "server past handed 1 connection from echo";
            tab.awaitText("#events", swap);

            tab.click("#events-kinds button:nth-child(2)");
            tab.await("!document.querySelector('#events').innerText.includes('" + swap + "')");
            tab.awaitText("#events", "server past accepts connections");
            tab.click("#events-kinds button:nth-child(2)");
            tab.awaitText("#events", swap);
            assertThat(client.echo("still here\n")).isEqualTo("STILL HERE\n");
        }
    }

    @Test
    void ratesAndPlotsFollowTheTraffic() throws Exception {
        serve("busy");
        try (Client client = client("busy")) {
            client.echo("x".repeat(200_000));
            tab.await("/KiB/.test([...document.querySelectorAll('#servers tbody tr')]"
                    + ".find(row => row.innerText.includes('busy')).innerText)");
            tab.await("[...document.querySelectorAll('#plots .curve')]"
                    + ".some(curve => curve.getAttribute('d').length > 40)");
            tab.awaitText("#facts", "195.3 KiB");
        }
    }

    @Test
    void aNarrowScreenScrollsInOneDirectionOnly() throws Exception {
        serve("narrow");
        tab.resize(360, 740);
        tab.await("document.documentElement.clientWidth <= 360");
        for (String part : List.of("#problems", "#servers", "#plots", "#connections", "#events", "#plugins", "#log")) {
            tab.read("document.querySelector('" + part + "').scrollIntoView()");
            assertThat(tab.read("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aDarkSchemeIsDark() throws Exception {
        tab.prefer("light");
        assertThat(tab.read(brightness())).isEqualTo("bright");
        tab.prefer("dark");
        assertThat(tab.read(brightness())).isEqualTo("dark");
    }

    private static String brightness() {
        return "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)"
                + ".every(part => part < 64) ? 'dark' : 'bright'";
    }
}
