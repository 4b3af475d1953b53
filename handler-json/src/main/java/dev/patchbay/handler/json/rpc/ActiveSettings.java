package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.message.RequestReader;

/**
 * The settings, and the reader that keeps them. Replaced as a whole when the configuration changes.
 *
 * @param settings the settings
 * @param reader   reads requests within their limits
 */
record ActiveSettings(Settings settings, RequestReader reader) {

    static ActiveSettings of(Settings settings) {
        return new ActiveSettings(settings, new RequestReader(settings));
    }
}
