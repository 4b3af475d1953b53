package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.Pattern;
import org.junit.Test;
import org.osgi.framework.Bundle;

public class EchoThroughARealSocketIT extends FrameworkTest {

    @Test
    public void everyBundleIsActive() {
        assertThat(context.getBundles())
                .allSatisfy(bundle -> assertThat(bundle.getState())
                        .as(bundle.getSymbolicName())
                        .isEqualTo(Bundle.ACTIVE));
    }

    @Test
    public void theBestPollerOfThisJavaIsTaken() throws Exception {
        start("echo");

        assertThat(snapshot("echo").poller()).isEqualTo(POLLER);
    }

    @Test
    public void everyByteComesBackWithTheEngineOfChoice() throws Exception {
        start("echo");

        everyByteComesBack();
    }

    @Test
    public void everyByteComesBackWithThePortableEngine() throws Exception {
        start("echo", "engine", "portable");

        assertThat(snapshot("echo").poller()).isEqualTo("portable");
        everyByteComesBack();
    }

    @Test
    public void theFastEngineIsRefusedWithAReasonWhereItCannotBeHad() throws Exception {
        if (POLLER.equals("epoll")) {
            start("echo", "engine", "epoll");
            assertThat(snapshot("echo").poller()).isEqualTo("epoll");
        } else {
            configure("echo", "engine", "epoll");
            assertThat(events.await(Event.Rejected.class, "echo").faults())
                    .singleElement()
                    .asString()
                    .contains("epoll", "25");
        }
    }

    @Test
    public void aRequestFollowedByHalfCloseGetsItsWholeAnswer() throws Exception {
        start("echo");
        Client client = connect("echo");

        client.send("hello\n");
        client.endOutput();

        assertThat(client.readAsMuchAs("hello\n")).isEqualTo("hello\n");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    public void twoServersServeAtTheSameTime() throws Exception {
        start("left");
        start("right", "loops", "2");

        assertThat(connect("left").echo("to the left")).isEqualTo("to the left");
        assertThat(connect("right").echo("to the right")).isEqualTo("to the right");
        assertThat(snapshot("right").eventLoops()).hasSize(2);
    }

    private void everyByteComesBack() throws Exception {
        Client client = connect("echo");
        for (int length : new int[] {1, 64, 4_096, 65_537}) {
            byte[] sent = Pattern.bytes(length);
            client.send(sent);
            assertThat(client.read(length)).isEqualTo(sent);
        }
    }
}
