package dev.patchbay.itests.page;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection to the DevTools protocol of a browser or of one tab. The events that have been enabled are kept, for the
 * tests to look at. May be used by any thread.
 */
final class DevTools implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final WebSocket socket;

    /** Connects to the address of a browser or tab. */
    DevTools(HttpClient client, URI address) {
        socket =
                client.newWebSocketBuilder().buildAsync(address, new Messages()).join();
    }

    /** Calls a method with params, a JSON object, and returns the whole answer. */
    String call(String method, String params) throws InterruptedException {
        try {
            String text = send(method, params).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (text.contains("\"error\":{\"code\":")) {
                throw new AssertionError(method + " " + params + ": " + text);
            }
            return text;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " " + params + " was not answered", e);
        }
    }

    /** Calls a method without waiting for the answer. */
    CompletableFuture<String> send(String method, String params) {
        int id = ids.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}", true)
                .join();
        return answer;
    }

    /** Returns the events of a type so far, in their order. */
    List<String> events(String method) {
        String start = "{\"method\":\"" + method + "\"";
        return events.stream().filter(event -> event.startsWith(start)).toList();
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Puts the parts of messages together. Called by one thread of the HTTP client at a time. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                received(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            waiting.values().forEach(answer -> answer.completeExceptionally(error));
        }

        private void received(String text) {
            CompletableFuture<String> answer =
                    text.startsWith("{\"id\":") ? waiting.remove(JsonText.number(text, "id")) : null;
            if (answer == null) {
                events.add(text);
            } else {
                answer.complete(text);
            }
        }
    }
}
