package dev.patchbay.command.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON object that another version of Patchbay may have written: what is absent or of another type is read as empty, so that a
 * command shows what is there.
 *
 * @param members the members by name
 */
public record Document(Map<?, ?> members) {

    /** Returns the object that a value is; an empty one if it is none. */
    public static Document of(Object value) {
        return new Document(value instanceof Map<?, ?> object ? object : Map.of());
    }

    /** Returns the objects in a list; none if the value is no list. */
    public static List<Document> list(Object value) {
        List<Document> documents = new ArrayList<>();
        if (value instanceof List<?> elements) {
            for (Object element : elements) {
                documents.add(of(element));
            }
        }
        return documents;
    }

    /** Returns a member, or null. */
    public Object get(String name) {
        return members.get(name);
    }

    /** Returns a member as text; empty if it is absent or null. */
    public String text(String name) {
        Object value = get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns a member as a number; 0 if it is none. */
    public long number(String name) {
        return get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Returns whether a member is true. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(get(name));
    }

    /** Returns a member that is an object. */
    public Document object(String name) {
        return of(get(name));
    }

    /** Returns the objects of a member that is a list. */
    public List<Document> objects(String name) {
        return list(get(name));
    }

    /** Returns the elements of a member that is a list, as texts. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (get(name) instanceof List<?> elements) {
            for (Object element : elements) {
                texts.add(String.valueOf(element));
            }
        }
        return texts;
    }
}
