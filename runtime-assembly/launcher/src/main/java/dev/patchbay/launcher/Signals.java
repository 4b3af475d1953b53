package dev.patchbay.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Runs actions on signals of the operating system. The class that does so, {@code sun.misc.Signal}, is used by
 * reflection, because a reduced Java may not contain it. There the virtual machine treats signals in its own way.
 */
final class Signals {

    private Signals() {}

    /**
     * Runs an action each time a signal arrives, on a thread of its own. Has no effect if the process was started with
     * the signal ignored, or if the virtual machine does not permit it, as with {@code -Xrs}.
     *
     * @param signal the name without {@code SIG}
     */
    static void on(String signal, Runnable action) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, handler(action));
            type.getMethod("handle", type, handlerType)
                    .invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
        } catch (ReflectiveOperationException | LinkageError e) {
            // The virtual machine keeps its own way.
            return;
        }
    }

    private static InvocationHandler handler(Runnable action) {
        return (self, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "signal handler of Patchbay";
        };
    }
}
