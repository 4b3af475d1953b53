/**
 * The handler's configuration. Begin with {@link dev.patchbay.handler.json.config.SettingsReader}, which turns service
 * properties into valid, immutable {@link dev.patchbay.handler.json.config.Settings}. The component calls it at
 * activation and at each change.
 */
package dev.patchbay.handler.json.config;
