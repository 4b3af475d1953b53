package dev.patchbay.handler.json.config;

import java.util.List;

/** A configuration is invalid. The message lists every fault with its key and value. */
public final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSettingsException(List<String> faults) {
        super(String.join("; ", faults));
    }
}
