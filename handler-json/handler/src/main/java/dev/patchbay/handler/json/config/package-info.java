/**
 * The configurations of handlers. Begin with {@link dev.patchbay.handler.json.config.DefinitionReader}, which turns the
 * properties of a configuration into a valid, immutable {@link dev.patchbay.handler.json.config.HandlerDefinition}, whose
 * limits are {@link dev.patchbay.handler.json.config.Settings}. {@link dev.patchbay.handler.json.config.InForce} decides
 * between all configurations and the handlers that run. The component calls both at activation and at each change.
 */
package dev.patchbay.handler.json.config;
