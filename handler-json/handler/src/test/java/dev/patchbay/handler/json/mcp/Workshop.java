package dev.patchbay.handler.json.mcp;

import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.Param;
import dev.patchbay.jsonrpc.mcp.McpRequest;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Methods that are tools. */
public final class Workshop {

    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final BlockingQueue<CompletableFuture<String>> promises = new LinkedBlockingQueue<>();

    /** An object that refers to itself. */
    public record Part(String name, int count, List<Part> parts) {}

    @McpTool(title = "Adder", readOnly = true, openWorld = false)
    @Description("Adds two numbers.")
    public long add(@Param(description = "The first.") long a, Optional<Long> b) {
        return a + b.orElse(0L);
    }

    @McpTool(idempotent = true)
    public Part part(String name) {
        return name.isEmpty() ? null : new Part(name, 1, List.of(new Part("inner", 2, null)));
    }

    public String text() {
        return "two\nlines";
    }

    public Object anything(boolean object) {
        return object ? Map.of("a", 1) : List.of(1, 2);
    }

    public void nothing() {}

    public void fail(String how) {
        switch (how) {
            case "told" -> throw new JsonRpcException(7, "no paper", Map.of("tray", 2));
            case "error" -> throw new AssertionError("secret");
            default -> throw new IllegalStateException("secret");
        }
    }

    public String stay() throws InterruptedException {
        begun.countDown();
        try {
            go.await();
            return "stayed";
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    public CompletionStage<String> later() {
        CompletableFuture<String> promise = new CompletableFuture<>();
        promises.add(promise);
        return promise;
    }

    public int work(McpRequest request) {
        request.log(McpRequest.Level.DEBUG, "begins");
        request.log(McpRequest.Level.WARNING, Map.of("paper", "low"));
        request.progress(1, 2, "half");
        request.progress(1, 2, "no further");
        request.progress(2, 2, null);
        return 2;
    }

    static final String[] ALL = {"add", "part", "text", "anything", "nothing", "fail", "stay", "later", "work"};
}
