package dev.patchbay.handler.json.config;

import java.util.List;

/** A configuration that is wrong; the message names every fault. */
public final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSettingsException(List<String> faults) {
        super(String.join("; ", faults));
    }
}
