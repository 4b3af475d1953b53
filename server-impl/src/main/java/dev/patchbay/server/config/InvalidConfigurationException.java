package dev.patchbay.server.config;

import java.util.List;

/** A configuration was not accepted; names everything that is wrong with it. */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong, a sentence each. */
    private final transient List<String> faults;

    /** Takes the faults, of which there is at least one. */
    public InvalidConfigurationException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Returns what is wrong, a sentence each. */
    public List<String> faults() {
        return faults;
    }
}
