/**
 * The configuration of a server. {@link dev.patchbay.server.config.Keys} declares the keys, {@link
 * dev.patchbay.server.config.ConfigReader} reads a map of properties and reports every fault at once, and {@link
 * dev.patchbay.server.config.ServerConfig} is the immutable result that everything else works with. No other code parses the
 * text of a value.
 */
package dev.patchbay.server.config;
