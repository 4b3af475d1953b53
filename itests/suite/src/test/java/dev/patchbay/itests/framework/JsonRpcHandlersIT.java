package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;

/** Several JSON-RPC handlers: {@code json}, and those of the factory configurations beside it. */
public class JsonRpcHandlersIT extends FrameworkTest {

    private static final String PID = "dev.patchbay.handler.json";
    private static final int CLIENTS = 8;
    private static final int CHANGES = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Configuration> handlers = new TreeMap<>();
    private final List<ServiceRegistration<?>> methods = new ArrayList<>();
    private final List<RpcLines> clients = new ArrayList<>();
    private LogLines log;

    /** Methods with names of both kinds. */
    public static final class Methods {
        private final String answer;
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        Methods(String answer) {
            this.answer = answer;
        }

        public String value() {
            return answer;
        }

        public String stay() throws InterruptedException {
            begun.countDown();
            go.await();
            return "stayed";
        }

        @JsonRpcMethod("textDocument/hover")
        public String hover(int line) {
            return answer + " " + line;
        }
    }

    @Before
    public void startServersAndMethods() throws Exception {
        log = new LogLines(PID);
        for (String server : List.of("json", "math", "ops")) {
            start(server, "handler.target", "(handler.name=" + server + ")", "swap.timeout", "30s");
        }
        publish(new Methods("plain"), "plain", null);
        publish(new Methods("math"), "math", null);
        publish(new Methods("control"), "patchbay", "control");
    }

    @After
    public void removeHandlersAndMethods() throws Exception {
        threads.shutdownNow();
        for (RpcLines client : clients) {
            client.close();
        }
        for (Configuration handler : handlers.values()) {
            handler.delete();
        }
        configurations.awaitApplied();
        methods.forEach(ServiceRegistration::unregister);
        log.close();
    }

    private Methods publish(Methods service, String scope, String audience) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("jsonrpc.scope", scope);
        properties.put("jsonrpc.function", new String[] {"value", "stay"});
        properties.put("jsonrpc.annotated", scope.equals("math"));
        if (audience != null) {
            properties.put("jsonrpc.audience", audience);
        }
        methods.add(context.registerService(Object.class.getName(), service, properties));
        return service;
    }

    /** Configures a handler, the default one with an empty name, and returns when that has been applied or rejected. */
    private void configureHandler(String name, String... keysAndValues) throws Exception {
        Dictionary<String, Object> properties = new Hashtable<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Configuration configuration = name.isEmpty()
                ? configurationAdmin.getConfiguration(PID, "?")
                : configurationAdmin.getFactoryConfiguration(PID, name, "?");
        handlers.put(name, configuration);
        configuration.update(properties);
        configurations.awaitApplied();
    }

    private void removeHandler(String name) throws Exception {
        handlers.remove(name).delete();
        configurations.awaitApplied();
    }

    private RpcLines client(String server) throws Exception {
        RpcLines client = new RpcLines(socket(server));
        clients.add(client);
        return client;
    }

    private static void assertThatItOffers(RpcLines client, String... names) throws Exception {
        String document = client.call("rpc.discover", "[]", 1);
        for (String name : List.of("plain.value", "math.value", "patchbay.value", "textDocument/hover", "echo")) {
            boolean offered = List.of(names).contains(name);
            assertThat(document.contains("\"name\":\"" + name + "\"")).as(name).isEqualTo(offered);
            assertThat(client.call(name, "[1,2,3]", 2).contains("-32601"))
                    .as(name)
                    .isEqualTo(!offered);
        }
    }

    @Test
    public void eachConfigurationMakesAHandlerBesideTheDefaultOneWithTheMethodsThatItsFilterSelects() throws Exception {
        configureHandler("math", "methods.target", "(jsonrpc.scope=math)", "batch.max", "1");
        configureHandler("control", "handler.name", "ops", "methods.target", "(jsonrpc.audience=control)");

        assertThatItOffers(client("json"), "plain.value", "math.value", "textDocument/hover", "echo");
        assertThatItOffers(client("math"), "math.value", "textDocument/hover");
        assertThatItOffers(client("ops"), "patchbay.value");
        String batch = "[" + RpcLines.request("math.value", "[]", 1).strip() + ","
                + RpcLines.request("math.value", "[]", 2).strip() + "]\n";
        RpcLines limited = client("math");
        limited.send(batch);
        assertThat(limited.read()).contains("-32600", "the limit of 1");
        RpcLines unlimited = client("json");
        unlimited.send(batch);
        assertThat(unlimited.read()).contains("\"id\":1", "\"id\":2");
    }

    @Test
    public void aFilterOverOtherPropertiesSelectsNoMethodsForControl() throws Exception {
        configureHandler("math", "methods.target", "(|(jsonrpc.scope=math)(jsonrpc.scope=patchbay))");
        assertThatItOffers(client("math"), "math.value", "textDocument/hover");
    }

    @Test
    public void aNameWithASlashIsCalledOverBothFramings() throws Exception {
        assertThat(client("json").call("textDocument/hover", "[7]", 1)).contains("\"result\":\"math 7\"");
        String request = RpcLines.request("textDocument/hover", "[7]", 1).strip();
        String answer = "{\"jsonrpc\":\"2.0\",\"result\":\"math 7\",\"id\":1}";
        Client framed = connect("json");
        framed.send("Content-Length: " + request.length() + "\r\n\r\n" + request);
        String expected = "Content-Length: " + answer.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + answer;
        assertThat(framed.readAsMuchAs(expected)).isEqualTo(expected);
    }

    @Test
    public void aHandlerChangesWhileItsClientsCallAndEveryCallIsAnswered() throws Exception {
        configureHandler("math", "methods.target", "(jsonrpc.scope=math)");
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RpcLines client = client("math");
            callers.add(threads.submit(() -> call(client, stop)));
        }
        for (int i = 0; i < CHANGES; i++) {
            switch (i % 3) {
                case 0 -> configureHandler("math", "methods.target", "(jsonrpc.function=value)", "in.order", "true");
                case 1 -> configureHandler("math", "handler.name", "away", "in.flight.max", "1");
                default -> configureHandler("math", "methods.target", "(jsonrpc.scope=math)");
            }
        }
        stop.set(true);
        for (Future<Integer> caller : callers) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(log.with("rejected")).isEmpty();
    }

    private static int call(RpcLines client, AtomicBoolean stop) throws Exception {
        int calls = 0;
        do {
            calls++;
            assertThat(client.call("math.value", "[]", calls))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"math\",\"id\":" + calls + "}");
        } while (!stop.get());
        return calls;
    }

    @Test
    public void aCallThatRunsIsAnsweredWhenItsHandlerLosesTheNameOrTheMethod() throws Exception {
        Methods patient = publish(new Methods("patient"), "patient", null);
        configureHandler("math", "methods.target", "(jsonrpc.scope=patient)");
        RpcLines client = client("math");
        client.send(RpcLines.request("patient.stay", "[]", 1));
        patient.begun.await();

        configureHandler("math", "methods.target", "(jsonrpc.scope=nothing)");
        assertThat(client.call("patient.value", "[]", 2)).contains("-32601", "\"id\":2");
        configureHandler("math", "handler.name", "other");
        patient.go.countDown();
        assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"stayed\",\"id\":1}");

        configureHandler("math", "methods.target", "(jsonrpc.scope=patient)");
        assertThat(client.call("patient.value", "[]", 3)).contains("\"result\":\"patient\"");
    }

    @Test
    public void aConfigurationMayTakeTheNameOfTheDefaultHandlerAndGiveItBackWhileClientsStay() throws Exception {
        RpcLines client = client("json");
        assertThatItOffers(client, "plain.value", "math.value", "textDocument/hover", "echo");
        configureHandler("json", "methods.target", "(jsonrpc.scope=plain)");
        assertThatItOffers(client, "plain.value");
        removeHandler("json");
        assertThatItOffers(client, "plain.value", "math.value", "textDocument/hover", "echo");
        assertThat(snapshot("json").connections()).isEqualTo(1);
    }

    @Test
    public void theDefaultHandlerHasAConfigurationOfItsOwnBesideThoseOfTheFactory() throws Exception {
        configureHandler("math");
        configureHandler("", "methods.target", "(jsonrpc.scope=math)");
        assertThatItOffers(client("json"), "math.value", "textDocument/hover");
        assertThatItOffers(client("math"), "plain.value", "math.value", "textDocument/hover", "echo");
        removeHandler("");
        assertThatItOffers(client("json"), "plain.value", "math.value", "textDocument/hover", "echo");
    }

    @Test
    public void aFaultyConfigurationFailsAloneWithALineThatSaysWhatToDo() throws Exception {
        configureHandler("math", "methods.target", "(jsonrpc.scope=math)");
        RpcLines math = client("math");
        RpcLines json = client("json");
        configureHandler("a", "methods.target", "(jsonrpc.scope=math");
        configureHandler("b", "handler.name", "a b");
        configureHandler("c", "handler.name", "math");
        configureHandler("d", "handler.name", "ops", "method.target", "(jsonrpc.scope=math)");
        configureHandler("math", "methods.target", "no filter");

        assertThat(log.with(PID + "~a is rejected", "methods.target = (jsonrpc.scope=math", "LDAP", "has no handler"))
                .hasSize(1);
        assertThat(log.with(PID + "~b is rejected", "handler.name = a b", "write up to"))
                .hasSize(1);
        assertThat(log.with(PID + "~c is rejected", "handler.name = math", PID + "~math has this name"))
                .hasSize(1);
        assertThat(log.with(PID + "~d is rejected", "method.target is not a key", "write methods.target"))
                .hasSize(1);
        assertThat(log.with(PID + "~math is rejected", "no filter", "still in effect", "(jsonrpc.scope=math)"))
                .hasSize(1);
        assertThat(log.with("is rejected")).hasSize(5);
        assertThatItOffers(math, "math.value", "textDocument/hover");
        assertThatItOffers(json, "plain.value", "math.value", "textDocument/hover", "echo");

        configureHandler("d", "handler.name", "ops", "methods.target", "(jsonrpc.scope=math)");
        assertThatItOffers(client("ops"), "math.value", "textDocument/hover");
        removeHandler("math");
        math.send(RpcLines.request("math.value", "[]", 1));
        // The name is free, and c takes it.
        assertThat(math.read()).contains("\"result\":\"math\"");
    }

    @Test
    public void aServiceThatIsBrokenIsOneLineHoweverManyHandlersSelectIt() throws Exception {
        configureHandler("math");
        configureHandler("ops");
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("jsonrpc.function", "missing");
        methods.add(context.registerService(Object.class.getName(), new Methods(""), properties));
        assertThat(log.with("missing is not published", "no public method missing"))
                .hasSize(1);
        assertThatItOffers(client("ops"), "plain.value", "math.value", "textDocument/hover", "echo");
    }
}
