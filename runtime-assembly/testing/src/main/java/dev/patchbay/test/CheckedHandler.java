package dev.patchbay.test;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * Passes the engine's calls on to a handler. Notes each call, what it throws and what it consumes, and spoils each buffer after its
 * call. A proxy, so that no callback can be forgotten. Called by the threads of the handler.
 */
final class CheckedHandler implements InvocationHandler {

    /** What a buffer is full of after its call. */
    static final byte SPOILT = 0x1a;

    private final Handler handler;
    private final LongFunction<Journal> journals;
    private final Map<ConnContext, CheckedContext> contexts = new ConcurrentHashMap<>();

    private CheckedHandler(Handler handler, LongFunction<Journal> journals) {
        this.handler = handler;
        this.journals = journals;
    }

    /** Returns a handler that does what the given one does. */
    static Handler of(Handler handler, LongFunction<Journal> journals) {
        return (Handler) Proxy.newProxyInstance(
                CheckedHandler.class.getClassLoader(),
                new Class<?>[] {Handler.class},
                new CheckedHandler(handler, journals));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(handler, arguments);
        }
        ConnContext conn = (ConnContext) arguments[0];
        Journal journal = journals.apply(conn.id());
        CheckedContext context = contexts.computeIfAbsent(conn, fresh -> new CheckedContext(fresh, journal));
        Object[] checked = arguments.clone();
        checked[0] = context.conn();
        try {
            return method.getName().equals("received")
                    ? receive(journal, context.conn(), (ByteBuffer) arguments[1])
                    : call(journal, method, checked);
        } finally {
            if (method.getName().equals("released")) {
                journal.released((ReleaseReason) arguments[1]);
                contexts.remove(conn);
            }
        }
    }

    private Object call(Journal journal, Method method, Object[] arguments) throws Throwable {
        String detail = arguments.length > 1 ? "(" + arguments[1] + ")" : "";
        Journal.Entry entry = journal.begin(method.getName() + detail);
        try {
            return method.invoke(handler, arguments);
        } catch (InvocationTargetException e) {
            note(journal, method.getName(), e.getCause());
            throw e.getCause();
        } finally {
            journal.end(entry, entry.result());
        }
    }

    /** Presents a copy of the bytes, with the same positions, which is spoilt after the call. */
    private Object receive(Journal journal, ConnContext conn, ByteBuffer in) throws Exception {
        ByteBuffer copy = ByteBuffer.allocateDirect(in.limit());
        copy.put(in.position(), in, in.position(), in.remaining());
        ByteBuffer shown = copy.asReadOnlyBuffer().position(in.position()).limit(in.limit());
        Journal.Entry entry = journal.begin("received(" + Text.quoted(Text.bytes(in)) + ")");
        int before = in.position();
        try {
            handler.received(conn, shown);
        } catch (Throwable e) {
            note(journal, "received", e);
            throw e;
        } finally {
            in.position(Math.min(shown.position(), in.limit()));
            journal.end(entry, entry.result() + ", consumed " + Text.count(in.position() - before));
            spoil(copy);
        }
        return null;
    }

    private static void spoil(ByteBuffer bytes) {
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, SPOILT);
        }
    }

    /** Notes what a call has thrown, unless the engine itself has caused it. */
    static void note(Journal journal, String call, Throwable thrown) {
        if (!isCancellation(thrown)) {
            journal.fault("the handler failed in " + call + ": " + thrown, thrown);
        }
    }

    private static boolean isCancellation(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CancellationException
                    || cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException
                    || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }
}
