package dev.patchbay.handler.json.config;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads and validates {@link HandlerDefinition}s. It reports every fault at once, not only the first one. */
public final class DefinitionReader {

    private static final int NAME_MAX = 100;

    private final HandlerKind kind;
    private final UnaryOperator<String> filters;

    /**
     * Creates a reader.
     *
     * @param kind the kind of the handlers
     * @param filters returns the normal form of an LDAP filter, or throws an {@code IllegalArgumentException} that says
     *         what is wrong with it
     */
    public DefinitionReader(HandlerKind kind, UnaryOperator<String> filters) {
        this.kind = kind;
        this.filters = filters;
    }

    /** Reads a configuration: what it defines, or what is wrong with it. */
    public Configured read(String pid, Map<String, ?> properties) {
        KeyReader keys = new KeyReader(properties);
        String name = keys.value("handler.name", null, DefinitionReader::name);
        if (name == null && keys.faults().isEmpty()) {
            name = nameOf(pid, keys.faults());
        }
        String target = keys.value(kind.targetKey(), MethodsTarget.WITHOUT_AUDIENCE, this::target);
        int ranking =
                keys.integer("service.ranking", kind.definition().ranking(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        boolean isClear = keys.faults().isEmpty();
        Settings settings = SettingsReader.read(keys);
        for (String key : keys.unknownKeys()) {
            keys.faults().add(SettingsReader.unknown(key, keys));
            // Perhaps one that was to narrow what the handler offers.
            isClear &= !key.startsWith("handler") && !key.startsWith("method") && !key.startsWith("tool");
        }
        HandlerDefinition read = new HandlerDefinition(name, target, ranking, settings);
        List<String> faults = keys.faults();
        if (faults.isEmpty()) {
            return new Configured(name, faults, read);
        }
        // The default handler is there in any case, unless it is not clear which methods it may offer.
        return new Configured(name, faults, isClear && pid.equals(kind.pid()) ? read.withDefaultSettings() : null);
    }

    private String nameOf(String pid, List<String> faults) {
        if (pid.equals(kind.pid())) {
            return kind.definition().name();
        }
        try {
            if (pid.startsWith(kind.mark())) {
                return name(pid.substring(kind.mark().length()));
            }
            faults.add("handler.name is missing; set it, because " + pid + " has no NAME after a tilde");
        } catch (IllegalArgumentException e) {
            faults.add("the name in " + pid + " " + e.getMessage() + "; or set handler.name");
        }
        return null;
    }

    private static String name(String text) {
        boolean isPlain = !text.isEmpty() && text.length() <= NAME_MAX;
        for (int i = 0; isPlain && i < text.length(); i++) {
            char next = text.charAt(i);
            isPlain = next >= 'a' && next <= 'z'
                    || next >= 'A' && next <= 'Z'
                    || next >= '0' && next <= '9'
                    || "._-".indexOf(next) >= 0;
        }
        if (!isPlain) {
            throw new IllegalArgumentException("is not a name; write up to " + NAME_MAX
                    + " letters a to z, digits, hyphens, dots and underscores");
        }
        return text;
    }

    private String target(String text) {
        return MethodsTarget.complete(filters.apply(text));
    }
}
