/** JSON-RPC methods to copy, from the simplest, {@link dev.patchbay.example.methods.EchoMethods}, on. */
package dev.patchbay.example.methods;
