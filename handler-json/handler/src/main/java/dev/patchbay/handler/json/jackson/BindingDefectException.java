package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * A parameter cannot be bound, whatever the client sends, because its type or the code of its type is at fault. It is
 * an internal error for the client and an entry in the log for the author of the service.
 */
public final class BindingDefectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int CAUSES_MAX = 10;

    /** Creates the exception for a parameter. */
    public BindingDefectException(String label, JavaType type, JacksonException cause) {
        super(label + " of the type " + Printable.text(type.toCanonical()) + " cannot be bound", cause);
    }

    /**
     * Returns whether the service is to blame for an exception of Jackson's: it does not know how to make the type, or
     * the code of the type has thrown an exception that does not mean that a value is rejected.
     */
    public static boolean isDefect(JacksonException thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof InvalidDefinitionException || !rejectsValue(cause)) {
                return true;
            }
            cause = LoggedThrowable.causeOf(cause);
        }
        return false;
    }

    private static boolean rejectsValue(Throwable cause) {
        return cause instanceof JacksonException
                || cause instanceof IllegalArgumentException
                || cause instanceof NullPointerException
                || cause instanceof ArithmeticException
                || cause instanceof DateTimeException
                || cause instanceof IOException
                || cause instanceof URISyntaxException
                || cause instanceof ParseException
                || cause instanceof ClassNotFoundException
                || cause instanceof InvocationTargetException;
    }
}
