package dev.patchbay.command.shell;

import dev.patchbay.command.exit.CommandFailure;
import java.lang.reflect.Proxy;

/**
 * The signal that the window of the terminal has another size. {@code sun.misc.Signal} is used by reflection, because a reduced Java
 * may not contain it; there the size stays as it was.
 */
final class WindowChange {

    /** What happens then. */
    interface Action {
        void run() throws CommandFailure;
    }

    private WindowChange() {}

    /** Runs an action each time, on a thread of its own. */
    static void run(Action action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    WindowChange.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            perform(action);
                        }
                        return method.getReturnType() == int.class
                                ? 0
                                : method.getReturnType() == boolean.class ? false : null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), proxy);
        } catch (ReflectiveOperationException | LinkageError e) {
            // The size stays as it was.
            return;
        }
    }

    private static void perform(Action action) {
        try {
            action.run();
        } catch (CommandFailure e) {
            // The shell has ended.
            return;
        }
    }
}
