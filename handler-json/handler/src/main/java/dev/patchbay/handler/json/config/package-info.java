/** The handler's configuration: properties become one valid, immutable {@link dev.patchbay.handler.json.config.Settings}. */
package dev.patchbay.handler.json.config;
