package dev.patchbay.bench.result;

import java.util.List;
import java.util.Map;

/**
 * The members of a JSON object, each of which has to be there.
 *
 * @param all the members by name
 */
record Members(Map<?, ?> all) {

    static Members of(Object json, String what) {
        if (json instanceof Map<?, ?> object) {
            return new Members(object);
        }
        throw new IllegalArgumentException(what + " is no JSON object");
    }

    Object optional(String name) {
        return all.get(name);
    }

    Members object(String name) {
        return of(all.get(name), "its member " + name);
    }

    List<?> list(String name) {
        return required(name, List.class, "list");
    }

    String text(String name) {
        return required(name, String.class, "string");
    }

    boolean truth(String name) {
        return required(name, Boolean.class, "boolean");
    }

    long number(String name) {
        return required(name, Number.class, "number").longValue();
    }

    double decimal(String name) {
        return required(name, Number.class, "number").doubleValue();
    }

    private <T> T required(String name, Class<T> type, String kind) {
        Object value = all.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("its member " + name + " is no " + kind);
        }
        return type.cast(value);
    }
}
