package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.itests.client.Client;
import java.util.Hashtable;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

public class ServerRuntimeIT extends FrameworkTest {

    @Test
    public void showsAServerWithItsConfigurationAndHandler() throws Exception {
        start("a", "message.max", "4711");
        ServerSnapshot server = snapshot("a");

        assertThat(server.state()).isEqualTo(ServerState.RUNNING);
        assertThat(server.address()).isEqualTo(socket("a").toString());
        assertThat(server.poller()).isEqualTo(POLLER);
        assertThat(server.configuration())
                .containsEntry("message.max", "4711")
                .containsEntry("socket.permissions", "0600")
                .containsEntry("drain.timeout", "10s");
        assertThat(server.faults()).isEmpty();
        assertThat(server.handler()).hasValue("echo");
        HandlerSnapshot handler = server.handlers().get(0);
        assertThat(handler.standing()).isEqualTo(HandlerStanding.SERVING);
        assertThat(handler.execution()).isEqualTo(HandlerExecution.EVENT_LOOP);
        assertThat(handler.origin()).startsWith("dev.patchbay.handler.echo 0.1.0");
    }

    @Test
    public void showsAHandlerThatCannotServeAndWhy() throws Exception {
        start("a");
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("handler.name", "odd");
        properties.put("handler.execution", "FIBER");
        ServiceRegistration<Handler> odd =
                context.registerService(Handler.class, (conn, in) -> conn.write(in), properties);

        HandlerSnapshot shown = snapshot("a").handlers().get(1);
        assertThat(shown.name()).isEqualTo("odd");
        assertThat(shown.standing()).isEqualTo(HandlerStanding.FAILED);
        assertThat(shown.why()).contains("handler.execution = FIBER");

        odd.unregister();
        assertThat(snapshot("a").handlers()).hasSize(1);
    }

    @Test
    public void showsServersByName() throws Exception {
        start("b");
        start("a");

        assertThat(runtime.servers()).extracting(ServerSnapshot::name).containsExactly("a", "b");
    }

    @Test
    public void showsConnectionsWithTheirClientAndCounts() throws Exception {
        start("a");
        connect("a").echo("twelve bytes");
        connect("a").echo("two");

        assertThat(runtime.connections("a")).hasSize(2);
        while (runtime.connections("a").get(0).bytesOut() < 12) {
            Thread.onSpinWait(); // Bytes are counted after they were sent.
        }
        ConnectionSnapshot first = runtime.connections("a").get(0);
        assertThat(first.peer().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(first.bytesIn()).isEqualTo(12);
        assertThat(first.bytesOut()).isEqualTo(12);
        assertThat(first.queued()).isZero();
        assertThat(first.handler()).hasValue("echo");
        assertThat(snapshot("a").totals().bytesIn()).isEqualTo(15);
        assertThat(snapshot("a").totals().accepted()).isEqualTo(2);
    }

    @Test
    public void closesAConnection() throws Exception {
        start("a");
        Client client = connect("a");
        client.echo("hello");
        Client other = connect("a");
        other.echo("hello");

        runtime.closeConnection("a", runtime.connections("a").get(0).id());

        assertThat(client.isAtEnd()).isTrue();
        assertThat(events.await(Event.Closed.class, "a").reason()).isEqualTo(ReleaseReason.OPERATOR_CLOSED);
        assertThat(other.echo("still here")).isEqualTo("still here");
        assertThat(snapshot("a").totals().closed()).containsEntry(ReleaseReason.OPERATOR_CLOSED, 1L);
    }

    @Test
    public void drainsAServerWhichStartsAgainWithItsNextConfiguration() throws Exception {
        start("a");
        Client client = connect("a");
        client.echo("hello");

        DrainResult result = runtime.drain("a").toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(result.graceful()).isTrue();
        assertThat(result.finished()).isEqualTo(1);
        assertThat(client.isAtEnd()).isTrue();
        assertThat(snapshot("a").state()).isEqualTo(ServerState.STOPPED);
        assertThat(socket("a")).doesNotExist();
        start("a", "message.max", "1000");
        assertThat(connect("a").echo("again")).isEqualTo("again");
    }

    @Test
    public void saysSoWhereThereIsNoSuchServerOrConnection() throws Exception {
        start("a");

        assertThat(runtime.server("nobody")).isEmpty();
        assertThatThrownBy(() -> runtime.connections("nobody")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> runtime.closeConnection("a", 4711)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> runtime.chooseHandler("a", -1)).isInstanceOf(NoSuchElementException.class);
    }
}
