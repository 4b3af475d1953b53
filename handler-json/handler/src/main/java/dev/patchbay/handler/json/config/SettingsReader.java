package dev.patchbay.handler.json.config;

import dev.patchbay.api.Durations;
import java.util.Map;

/** Reads and validates {@link Settings}. It reports every fault at once, not only the first one. */
public final class SettingsReader {

    private static final int GREATEST = 1 << 30;

    /** The binding of nested values recurses, so a greater depth could overflow the stack. */
    private static final int DEEPEST = 1_000;

    private SettingsReader() {}

    /**
     * Reads settings from properties that have nothing else.
     *
     * @param properties the properties; a missing key has its default
     * @throws InvalidSettingsException if any value is invalid, or if a key does not exist
     */
    public static Settings read(Map<String, ?> properties) throws InvalidSettingsException {
        KeyReader keys = new KeyReader(properties);
        Settings settings = read(keys);
        for (String key : keys.unknownKeys()) {
            keys.faults().add(unknown(key, keys));
        }
        if (!keys.faults().isEmpty()) {
            throw new InvalidSettingsException(keys.faults());
        }
        return settings;
    }

    static String unknown(String key, KeyReader keys) {
        return key + " is not a key of this handler; write " + keys.nearest(key) + ", or remove it";
    }

    static Settings read(KeyReader keys) {
        Settings defaultValue = Settings.DEFAULTS;
        return new Settings(
                keys.integer("message.max", defaultValue.messageMax(), 64, GREATEST),
                keys.integer("depth.max", defaultValue.depthMax(), 1, DEEPEST),
                keys.integer("number.max", defaultValue.numberMax(), 20, GREATEST),
                keys.integer("batch.max", defaultValue.batchMax(), 1, GREATEST),
                keys.integer("in.flight.max", defaultValue.inFlightMax(), 1, GREATEST),
                keys.integer("answers.max", defaultValue.answersMax(), 1_000, GREATEST),
                keys.value("in.order", defaultValue.inOrder(), SettingsReader::flag),
                keys.value("unregister.timeout", defaultValue.unregisterTimeout(), Durations::parse),
                keys.integer("threads.max", defaultValue.threadsMax(), 1, 100_000));
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is neither true nor false; write true or false");
        }
        return Boolean.parseBoolean(text);
    }
}
