package dev.patchbay.server;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.Predicate;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** Parses filters as the OSGi framework does, which also has approximate matches and types. May be used by any thread. */
public final class HandlerFilters {

    private HandlerFilters() {}

    /**
     * Returns a filter over the properties of a handler service.
     *
     * @throws IllegalArgumentException if the text is no filter; the message is the rest of a sentence after it
     */
    public static Predicate<Map<String, ?>> parse(String text) {
        try {
            Filter filter = FrameworkUtil.createFilter(text);
            return properties -> filter.match(new Hashtable<>(properties));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("is not an LDAP filter: " + e.getMessage(), e);
        }
    }
}
