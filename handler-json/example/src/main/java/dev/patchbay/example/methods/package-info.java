/** JSON-RPC methods to copy: {@link dev.patchbay.example.methods.EchoMethods}. */
package dev.patchbay.example.methods;
