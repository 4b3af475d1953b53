/** A client of JSON-RPC 2.0 over lines, through the Unix domain sockets of the JDK. */
package dev.patchbay.command.rpc;
