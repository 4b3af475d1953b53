package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

public class HandlerBundleRestartIT extends FrameworkTest {

    private Bundle handler;

    @Before
    public void findHandlerBundle() {
        handler = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("dev.patchbay.handler.echo"))
                .findFirst()
                .orElseThrow();
    }

    @After
    public void startHandlerBundle() throws BundleException {
        handler.start();
    }

    @Test
    public void connectionsAreHeldWhileTheBundleIsStoppedAndGoOnWhenItStarts() throws Exception {
        start("a");
        Client client = connect("a");
        client.echo("before");

        handler.stop();
        assertThat(events.await(Event.HoldingStarted.class, "a").connections()).isEqualTo(1);
        assertThat(snapshot("a").holding()).isTrue();
        client.send("sent while there is nobody");
        Client second = connect("a");
        second.send("so is this");
        handler.start();

        assertThat(events.await(Event.HoldingEnded.class, "a").handler()).isEqualTo("echo");
        assertThat(client.readAsMuchAs("sent while there is nobody")).isEqualTo("sent while there is nobody");
        assertThat(second.readAsMuchAs("so is this")).isEqualTo("so is this");
        assertThat(client.echo("after")).isEqualTo("after");
    }

    @Test
    public void noByteIsLostWhileTheBundleIsRestartedUnderLoad() throws Exception {
        start("a");
        Client client = connect("a");
        byte[] sent = Pattern.bytes(8 << 20);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendAll(client, sent));

        byte[] received = new byte[sent.length];
        int part = sent.length / 8;
        for (int i = 0; i < 8; i++) {
            System.arraycopy(client.read(part), 0, received, i * part, part);
            handler.stop();
            handler.start();
        }

        sender.get(30, TimeUnit.SECONDS);
        assertThat(received).isEqualTo(sent);
        assertThat(snapshot("a").connections()).isEqualTo(1);
    }

    @Test
    public void connectionsThatAreHeldTooLongAreClosedAndNewOnesStillCome() throws Exception {
        start("a", "hold.timeout", "100ms");
        Client client = connect("a");
        client.echo("before");

        handler.stop();

        assertThat(client.isAtEnd()).isTrue();
        assertThat(events.await(Event.Closed.class, "a").reason()).isEqualTo(ReleaseReason.NO_HANDLER);
        handler.start();
        assertThat(connect("a").echo("after")).isEqualTo("after");
    }

    private static void sendAll(Client client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
