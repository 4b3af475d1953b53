package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.web.control.ControlServer;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port of 127.0.0.1. */
class MetricsPortTest extends WebTest {

    private MetricsPort port;

    @BeforeEach
    void openPort() throws IOException {
        port = open(0);
    }

    private MetricsPort open(int number) throws IOException {
        return MetricsPort.open(number, runtime, new ControlServer(runtime, Optional::empty));
    }

    @AfterEach
    void closePort() throws IOException {
        port.close();
    }

    private Client.Reply get(String path, String host) throws IOException {
        try (Client client = Client.loopback(port.number())) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .reply();
        }
    }

    @Test
    void portHasHealthAndMetricsAndNothingElse() throws IOException {
        control.result("patchbay.metrics", "{\"contentType\":\"text/plain\",\"text\":\"a 1\\n\"}");
        String host = "localhost:" + port.number();
        assertThat(get("/health/ready", host).status()).isEqualTo(200);
        assertThat(get("/health/live", host).status()).isEqualTo(200);
        assertThat(get("/metrics", host).body()).isEqualTo("a 1\n");
        assertThat(get("/", host).status()).isEqualTo(404);
        assertThat(get("/events", host).status()).isEqualTo(404);
        try (Client client = Client.loopback(port.number())) {
            assertThat(client.send(post(call("patchbay.status"))).reply().status())
                    .isEqualTo(404);
            assertThat(client.send("DELETE /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(405);
        }
    }

    @Test
    void clientThatCallsItByAForeignNameIsRefused() throws IOException {
        assertThat(get("/metrics", "evil.example:" + port.number()).status()).isEqualTo(403);
        assertThat(get("/metrics", "127.0.0.1.evil.example").status()).isEqualTo(403);
    }

    @Test
    void clientsThatStayGiveWayToLaterOnes() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < MetricsPort.CLIENTS; i++) {
            Client client = Client.loopback(port.number());
            clients.add(client);
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
        }
        assertThat(get("/health/live", "localhost").status()).isEqualTo(200);
        assertThat(clients.get(0).rest()).isEmpty();
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void portThatIsInUseIsAnError() {
        assertThatThrownBy(() -> open(port.number())).isInstanceOf(BindException.class);
        MetricsPortComponent refused = new MetricsPortComponent(runtime, Map.of("metrics.port", "" + port.number()));
        assertThat(refused).isNotNull();
    }

    @Test
    void closedPortIsFreeAndItsClientsAreGone() throws IOException {
        Client client = Client.loopback(port.number());
        client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
        int number = port.number();
        port.close();
        assertThat(client.rest()).isEmpty();
        client.close();
        port = open(number);
    }

    @Test
    void wrongConfigurationIsNamedWithItsValue() {
        assertThat(WebConfiguration.of(Map.of("metrics.port", "80x")).faults().toString())
                .contains("metrics.port = 80x is not a port; write a number from 1 to 65535");
        assertThat(WebConfiguration.of(Map.of("metrics.port", "65536")).metricsPort())
                .isEmpty();
        assertThat(WebConfiguration.of(Map.of("metrics.port", 0)).faults()).hasSize(1);
        assertThat(WebConfiguration.of(Map.of("metrics.port", " 9464 ", "service.pid", "x", "component.id", 1L)))
                .satisfies(good -> assertThat(good.faults()).isEmpty())
                .satisfies(good -> assertThat(good.metricsPort()).hasValue(9464));
        assertThat(WebConfiguration.of(Map.of("metrics.prot", "1")).faults().toString())
                .contains("there is no key metrics.prot; the keys are control.server and metrics.port");
    }
}
