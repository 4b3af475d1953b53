package dev.patchbay.test;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes a handler's calls on to a connection. Notes what is written, what tasks throw, and the use of a connection that has ended or
 * that another handler is in charge of. Called by any thread.
 */
final class CheckedContext implements InvocationHandler {

    private static final Set<String> WRITES = Set.of("write", "offer");
    private static final Set<String> ENDS = Set.of("close", "abort", "endOutput");

    private final ConnContext real;
    private final Journal journal;
    private final ConnContext conn = (ConnContext)
            Proxy.newProxyInstance(CheckedContext.class.getClassLoader(), new Class<?>[] {ConnContext.class}, this);

    CheckedContext(ConnContext real, Journal journal) {
        this.real = real;
        this.journal = journal;
    }

    /** Returns what the handler is given. */
    ConnContext conn() {
        return conn;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> act(method, arguments);
        };
    }

    private Object act(Method method, Object[] arguments) throws Throwable {
        byte[] written = {};
        if (WRITES.contains(method.getName())) {
            written = Text.bytes((ByteBuffer) arguments[0]);
            if (!journal.isInCall() && !journal.expectsAnswers()) {
                noteWriteAfterEnd(method.getName(), written);
            }
        }
        Object result;
        try {
            result = call(method, arguments);
        } catch (ConnectionEndedException refused) {
            noteWriteAfterEnd(method.getName(), written);
            throw refused;
        }
        if (ENDS.contains(method.getName())) {
            journal.acts(method.getName() + "()", written);
            journal.ends(method.getName() + "()");
        } else if (written.length > 0 && !Boolean.FALSE.equals(result)) {
            journal.acts(method.getName(), written);
        }
        return result instanceof ConnContext.Pending pending ? promised(pending) : result;
    }

    /** Notes a write that the handler itself has made vain. After the end of the connection it does no harm. */
    private void noteWriteAfterEnd(String how, byte[] written) {
        String ended = journal.ended();
        if (ended != null) {
            journal.fault(
                    "the handler called " + how + "(" + Text.quoted(written) + ") after " + ended
                            + ": what is written then never arrives. Write first, then end the output",
                    null);
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        Object[] checked = arguments;
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            if (arguments[i] instanceof Runnable task) {
                checked = arguments.clone();
                checked[i] = checked(method.getName(), task);
            }
        }
        try {
            return method.invoke(real, checked);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalStateException && !(e.getCause() instanceof CancellationException)) {
                journal.fault(
                        "the handler called " + method.getName()
                                + " on a connection that another handler is in charge of"
                                + " by now: threads that outlive a swap keep conn.ref(), and send messages",
                        e.getCause());
            }
            throw e.getCause();
        }
    }

    private Runnable checked(String by, Runnable task) {
        return () -> {
            Journal.Entry entry = journal.begin("a task of " + by);
            try {
                task.run();
            } catch (Throwable e) {
                CheckedHandler.note(journal, "a task of " + by, e);
                throw e;
            } finally {
                journal.end(entry, entry.result());
            }
        };
    }

    private ConnContext.Pending promised(ConnContext.Pending pending) {
        AtomicBoolean closed = new AtomicBoolean();
        journal.promises(1);
        return () -> {
            if (closed.compareAndSet(false, true)) {
                journal.promises(-1);
            }
            pending.close();
        };
    }
}
