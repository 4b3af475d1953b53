/**
 * The configuration of a server: {@link dev.patchbay.server.config.ServerConfig} is the immutable record that everything
 * else works with, and {@link dev.patchbay.server.config.ConfigReader} makes it out of a map of properties, naming every
 * fault at once. After that nobody parses a string.
 */
package dev.patchbay.server.config;
