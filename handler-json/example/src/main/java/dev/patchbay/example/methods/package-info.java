/**
 * Example JSON-RPC methods, written to be copied. Begin with {@link dev.patchbay.example.methods.EchoMethods}, a method
 * in one line; {@link dev.patchbay.example.methods.CountdownMethods} adds notifications and an error of its own. The
 * JSON-RPC handler finds them by their service properties and calls them.
 */
package dev.patchbay.example.methods;
