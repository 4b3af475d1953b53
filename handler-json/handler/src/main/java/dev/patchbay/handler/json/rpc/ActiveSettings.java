package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.message.RequestReader;

/**
 * The settings in effect, and the request reader that applies them. Replaced as a whole when the configuration changes.
 *
 * @param settings the settings
 * @param reader reads requests within the limits of the settings
 */
record ActiveSettings(Settings settings, RequestReader reader) {

    static ActiveSettings of(Settings settings) {
        return new ActiveSettings(settings, new RequestReader(settings));
    }
}
