/**
 * Real protocols as handlers. Each subpackage holds one protocol, in as few lines as it honestly takes, and shows which parts
 * of the API such a protocol needs; its tests drive it with the protocol's usual clients and swap it in the middle of their
 * traffic.
 */
package dev.patchbay.protocols;
