package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.RpcLines;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

/** Methods of bundles that import nothing from Patchbay and set only two service properties. */
public class JsonRpcMethodsIT extends FrameworkTest {

    private static final int CONNECTIONS = 32;
    private static final int DEPTH = 16;
    private static final int GENERATIONS = 300;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Knows its number, who is inside, and whether anybody may be. */
    public static final class Generation {
        private final int number;
        final AtomicInteger inside = new AtomicInteger();
        final AtomicBoolean gone = new AtomicBoolean();
        final AtomicInteger tooLate = new AtomicInteger();

        Generation(int number) {
            this.number = number;
        }

        public int again() {
            return value();
        }

        public int value() {
            inside.incrementAndGet();
            if (gone.get()) {
                tooLate.incrementAndGet();
            }
            Thread.yield();
            inside.decrementAndGet();
            return number;
        }
    }

    /** Waits to be let go. */
    public static final class Patient {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        public String stay() throws InterruptedException {
            begun.countDown();
            go.await();
            return "stayed";
        }

        public String pass() {
            return "passed";
        }
    }

    @Before
    public void startServer() throws Exception {
        start("json", "handler.target", "(handler.name=json)");
    }

    @After
    public void endThreads() {
        threads.shutdownNow();
    }

    private static Dictionary<String, Object> properties(String scope, String... functions) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("jsonrpc.scope", scope);
        properties.put("jsonrpc.function", functions);
        return properties;
    }

    private ServiceRegistration<?> publish(Object service, String scope, String... functions) {
        return context.registerService(Object.class.getName(), service, properties(scope, functions));
    }

    @Test
    public void aMethodIsThereTheMomentItsServiceIsRegisteredAndGoneWithIt() throws Exception {
        try (RpcLines client = new RpcLines(socket("json"))) {
            assertThat(client.call("now.value", "[]", 1)).contains("-32601");
            ServiceRegistration<?> registration = publish(new Generation(7), "now", "value");
            assertThat(client.call("now.value", "[]", 2)).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":7,\"id\":2}");
            registration.setProperties(properties("then", "value"));
            assertThat(client.call("now.value", "[]", 3)).contains("-32601");
            assertThat(client.call("then.value", "[]", 4)).contains("\"result\":7");
            registration.unregister();
            assertThat(client.call("then.value", "[]", 5)).contains("-32601");
        }
    }

    @Test
    public void theExampleOfTheDistributionAnswers() throws Exception {
        try (RpcLines client = new RpcLines(socket("json"))) {
            assertThat(client.call("echo", "{\"a\":1.00}", 1))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"a\":1.00},\"id\":1}");
            assertThat(client.call("rpc.discover", "[]", 2)).contains("\"openrpc\":\"1.3.2\"", "\"name\":\"echo\"");
        }
    }

    @Test
    public void unregisteringWaitsForACallThatRunsAndItsAnswerArrives() throws Exception {
        Patient patient = new Patient();
        ServiceRegistration<?> registration = publish(patient, "patient", "stay", "pass");
        try (RpcLines client = new RpcLines(socket("json"))) {
            client.send(RpcLines.request("patient.stay", "[]", 1));
            patient.begun.await();
            Future<?> unregistered = threads.submit(registration::unregister);
            // From the moment the method is gone the unregistration is under way, and waits.
            int id = 2;
            while (!client.call("patient.pass", "[]", id).contains("-32601")) {
                id++;
            }
            assertThat(unregistered.isDone()).isFalse();
            patient.go.countDown();
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"stayed\",\"id\":1}");
            unregistered.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    public void methodsComeAndGoUnderLoadAndNoAnswerIsLostDoubledOrWrong() throws Exception {
        publish(new Generation(-1), "steady", "value");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger lastGone = new AtomicInteger(-1);
        List<Future<Map<String, Integer>>> clients = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> threads.submit(load(stop, lastGone)))
                .toList();
        for (int number = 0; number < GENERATIONS; number++) {
            Generation generation = new Generation(number);
            ServiceRegistration<?> registration = publish(generation, "changing", "value");
            registration.setProperties(properties("changing", "value", "again"));
            registration.unregister();
            generation.gone.set(true);
            lastGone.set(number);
            assertThat(generation.inside).as("calls in generation %s", number).hasValue(0);
            assertThat(generation.tooLate)
                    .as("late calls in generation %s", number)
                    .hasValue(0);
        }
        stop.set(true);
        Map<String, Integer> outcomes = new HashMap<>();
        for (Future<Map<String, Integer>> client : clients) {
            client.get(60, TimeUnit.SECONDS).forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
        }
        System.out.println("methods under load: " + outcomes);
        assertThat(outcomes).containsOnlyKeys("steady", "changing", "not found");
    }

    /** Sends rounds of requests at once, and accounts for each answer; every id has to come back once. */
    private Callable<Map<String, Integer>> load(AtomicBoolean stop, AtomicInteger lastGone) {
        return () -> {
            Map<String, Integer> outcomes = new HashMap<>();
            try (RpcLines client = new RpcLines(socket("json"))) {
                for (int first = 0; !stop.get(); first += DEPTH) {
                    int gone = lastGone.get();
                    Map<String, Boolean> sent = sendRound(client, first);
                    for (int i = 0; i < DEPTH; i++) {
                        String answer = client.read();
                        Boolean steady =
                                sent.remove(answer.substring(answer.lastIndexOf(':') + 1, answer.length() - 1));
                        outcomes.merge(outcome(answer, steady, gone), 1, Integer::sum);
                    }
                }
            }
            return outcomes;
        };
    }

    private static Map<String, Boolean> sendRound(RpcLines client, int first) throws Exception {
        Map<String, Boolean> sent = new HashMap<>();
        StringBuilder requests = new StringBuilder();
        for (int id = first; id < first + DEPTH; id++) {
            boolean steady = id % 3 == 0;
            sent.put(Integer.toString(id), steady);
            requests.append(RpcLines.request(steady ? "steady.value" : "changing.value", "[]", id));
        }
        client.send(requests.toString());
        return sent;
    }

    private static String outcome(String answer, Boolean steady, int gone) {
        if (steady == null) {
            return "doubled, or never asked: " + answer;
        }
        if (answer.contains("\"error\":{\"code\":-32601,\"message\":\"Method not found\"") && !steady) {
            return "not found";
        }
        String result = answer.replaceAll(".*\"result\":(-?\\d+),.*", "$1");
        if (steady && result.equals("-1")) {
            return "steady";
        }
        return !steady && result.matches("\\d+") && Integer.parseInt(result) > gone ? "changing" : "wrong: " + answer;
    }
}
