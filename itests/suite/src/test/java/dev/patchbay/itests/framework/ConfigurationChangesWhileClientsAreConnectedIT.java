package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.itests.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Test;

public class ConfigurationChangesWhileClientsAreConnectedIT extends FrameworkTest {

    @Test
    public void aSmallerMessageMaxHoldsForConnectionsThatAreThere() throws Exception {
        register("line", HandlerExecution.EVENT_LOOP, 0, LineHandler.answering("line"));
        start("a", "handler.target", "(handler.name=line)");
        Client client = connect("a");
        client.send("x".repeat(1_000) + "\n");
        client.readAsMuchAs("line:" + "x".repeat(1_000) + "\n");

        configure("a", "handler.target", "(handler.name=line)", "message.max", "100");
        client.send("x".repeat(1_000));

        Event.Closed closed = events.await(Event.Closed.class, "a");
        assertThat(closed.reason()).isEqualTo(ReleaseReason.MESSAGE_TOO_LARGE);
        assertThat(client.isCutOff()).isTrue();
    }

    @Test
    public void aLargerMessageMaxHoldsForConnectionsThatAreThere() throws Exception {
        register("line", HandlerExecution.EVENT_LOOP, 0, LineHandler.answering("line"));
        start("a", "handler.target", "(handler.name=line)", "message.max", "100");
        Client client = connect("a");
        client.send("short\n");
        client.readAsMuchAs("line:short\n");

        configure("a", "handler.target", "(handler.name=line)", "message.max", "10000");
        String line = "x".repeat(5_000) + "\n";
        client.send(line);

        assertThat(client.readAsMuchAs("line:" + line)).isEqualTo("line:" + line);
    }

    @Test
    public void anotherHandlerTargetMovesLiveConnections() throws Exception {
        register("one", HandlerExecution.EVENT_LOOP, 0, LineHandler.answering("one"));
        register("two", HandlerExecution.VIRTUAL, 0, LineHandler.answering("two"));
        start("a", "handler.target", "(handler.name=one)");
        Client client = connect("a");
        client.send("first\nhal");
        assertThat(client.readAsMuchAs("one:first\n")).isEqualTo("one:first\n");

        configure("a", "handler.target", "(handler.name=two)");
        client.send("f\n");

        assertThat(client.readAsMuchAs("two:half\n")).isEqualTo("two:half\n");
        Event.Swapped swapped = events.await(Event.Swapped.class, "a");
        assertThat(swapped).isEqualTo(new Event.Swapped("a", "one", "two", 1));
    }

    @Test
    public void aClientOfTheOldPathIsServedWhileNewOnesComeToTheNew() throws Exception {
        start("a");
        Client old = connect("a");
        old.echo("before");
        Path elsewhere = socket("elsewhere");

        configure("a", "socket.path", elsewhere.toString());

        assertThat(connect(elsewhere).echo("new")).isEqualTo("new");
        assertThat(old.echo("after")).isEqualTo("after");
        assertThat(socket("a")).doesNotExist();
        assertThat(snapshot("a").address()).isEqualTo(elsewhere.toString());
        assertThat(snapshot("a").connections()).isEqualTo(2);
    }

    @Test
    public void aPathThatCannotBeUsedLeavesTheOldOneInPlace() throws Exception {
        start("a");
        Path taken = Files.writeString(folder.newFile("taken").toPath(), "not a socket");

        configure("a", "socket.path", taken.toString());

        assertThat(events.await(Event.Rejected.class, "a").faults())
                .singleElement()
                .asString()
                .contains(taken.toString(), "regular file");
        assertThat(connect("a").echo("still here")).isEqualTo("still here");
        assertThat(taken).hasContent("not a socket");
    }

    @Test
    public void otherPermissionsHoldForTheSocketFileThatIsThere() throws Exception {
        start("a");
        Client client = connect("a");
        assertThat(mode("a")).isEqualTo("rw-------");

        configure("a", "socket.permissions", "0660");

        assertThat(mode("a")).isEqualTo("rw-rw----");
        assertThat(client.echo("same connection")).isEqualTo("same connection");
    }

    @Test
    public void anotherEngineAndMoreLoopsServeNewConnectionsWhileOldOnesStay() throws Exception {
        start("a", "engine", "auto", "loops", "1");
        Client old = connect("a");
        old.echo("before");

        configure("a", "engine", "portable", "loops", "2");

        assertThat(old.echo("old")).isEqualTo("old");
        assertThat(connect("a").echo("new")).isEqualTo("new");
        assertThat(snapshot("a").poller()).isEqualTo("portable");
        assertThat(snapshot("a").eventLoops()).hasSize(2);
    }

    private String mode(String server) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket(server)));
    }
}
