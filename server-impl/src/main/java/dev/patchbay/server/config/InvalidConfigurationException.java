package dev.patchbay.server.config;

import java.util.List;

/** Thrown when a configuration is not valid. Lists all its faults. */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The faults, one sentence each. */
    private final transient List<String> faults;

    /** Creates an exception for at least one fault; the message names all of them. */
    public InvalidConfigurationException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Returns the faults, one sentence each: the key, its value, what is wrong with it, and what to write. */
    public List<String> faults() {
        return faults;
    }
}
