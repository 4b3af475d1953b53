package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.config.Settings;

/**
 * The settings, and the reader that keeps them. Replaced as a whole when the configuration changes.
 *
 * @param settings the settings
 * @param reader   reads requests within their limits
 */
record Rules(Settings settings, RequestReader reader) {

    static Rules of(Settings settings) {
        return new Rules(settings, new RequestReader(settings));
    }
}
