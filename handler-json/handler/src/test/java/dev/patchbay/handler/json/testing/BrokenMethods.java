package dev.patchbay.handler.json.testing;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Methods that fail in every way that foreign code can fail, during the call and after it. */
public final class BrokenMethods {

    /** An exception none of whose methods can be called. */
    public static class Untouchable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new StackOverflowError();
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no trace");
        }
    }

    /** An exception that wraps another one and does not give it. */
    public static final class UntouchableWrapper extends CompletionException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }
    }

    /** An exception that is its own cause. */
    public static final class Endless extends CompletionException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    /** An error of the method's own that cannot be written. */
    public static final class BrokenError extends JsonRpcException {
        private static final long serialVersionUID = 1L;

        private final transient Object what;

        BrokenError(Object what) {
            super(1, "message");
            this.what = what;
        }

        @Override
        public int code() {
            if (what.equals("code")) {
                throw new IllegalStateException("no code");
            }
            return 1;
        }

        @Override
        public String getMessage() {
            if (what.equals("message")) {
                throw new StackOverflowError();
            }
            return "message";
        }

        @Override
        public Object data() {
            if (what.equals("data")) {
                throw new NoClassDefFoundError("data");
            }
            return what.equals("value") ? new Getter() : null;
        }
    }

    /** A value that fails while it is written. */
    public static final class Getter {
        public String getBefore() {
            return "half of an answer";
        }

        public String getValue() {
            throw new NoClassDefFoundError("gone");
        }
    }

    /** A value that ends the stack or the memory while it is written. */
    public record Exhausting(String what) {
        public String value() {
            return "";
        }

        public Object getMore() {
            if (what.equals("memory")) {
                throw new OutOfMemoryError("for a test");
            }
            return deeper();
        }

        private Object deeper() {
            return deeper();
        }
    }

    /** A value that is not written as JSON. */
    public record Raw(@JsonRawValue String raw) {}

    public Object thrown(String what) throws Throwable {
        throw failure(what);
    }

    public CompletionStage<Object> later(String what) {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        new Thread(() -> stage.completeExceptionally(failure(what))).start();
        return stage;
    }

    private static Throwable failure(String what) {
        return switch (what) {
            case "untouchable" -> new Untouchable();
            case "wrapper" -> new UntouchableWrapper();
            case "endless" -> new Endless();
            case "overflow" -> new StackOverflowError();
            case "memory" -> new OutOfMemoryError("for a test");
            case "linkage" -> new NoClassDefFoundError("gone");
            case "checked" -> new Exception("checked");
            case "throwable" -> new Throwable("bare");
            default -> new BrokenError(what);
        };
    }

    public Object written(String what) {
        return value(what);
    }

    public CompletionStage<Object> writtenLater(String what) {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        new Thread(() -> stage.complete(value(what))).start();
        return stage;
    }

    private static Object value(String what) {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        return switch (what) {
            case "getter" -> new Getter();
            case "cyclic" -> cyclic;
            case "iterator" -> (Iterable<Object>) () -> new Failing(3);
            case "endless iterator" -> (Iterable<Object>) () -> new Failing(Integer.MAX_VALUE);
            case "map" -> Map.of("a", Map.of("b", new Getter()));
            case "thread" -> Thread.currentThread();
            default -> new Exhausting(what);
        };
    }

    /** An iterator that fails in the middle. */
    private static final class Failing implements Iterator<Object> {
        private final String filler = "x".repeat(100_000);
        private int left;

        Failing(int left) {
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Object next() {
            if (left-- == 0) {
                throw new IllegalStateException("in the middle");
            }
            return filler;
        }
    }

    public Raw raw(String text) {
        return new Raw(text);
    }

    public Object fine(int value) {
        return value;
    }

    public void interrupts() {
        Thread.currentThread().interrupt();
    }

    /** A stage whose own methods fail or misbehave. */
    public CompletionStage<Object> stage(String what) {
        return new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                switch (what) {
                    case "throws" -> throw new NoClassDefFoundError("stage");
                    case "nulls" -> action.accept(null, null);
                    case "both" -> action.accept("value", new IllegalStateException("and an exception"));
                    case "twice" -> {
                        action.accept("first", null);
                        action.accept("second", null);
                    }
                    case "then throws" -> {
                        action.accept("value", null);
                        throw new StackOverflowError();
                    }
                    default -> throw new IllegalArgumentException(what);
                }
                return this;
            }
        };
    }
}
