/**
 * RESP, the protocol of Redis, with the commands that its usual clients need. Begin with {@link
 * dev.patchbay.protocols.resp.RespHandler}. It shows how a handler
 *
 * <ul>
 *   <li>takes messages of several parts off the input, and raises {@code message.max} for a large one: {@code Command};
 *   <li>sends answers of any length, at the speed of its client, across swaps: {@code Answer};
 *   <li>lets a client wait ({@code BLPOP}) without a thread, across swaps: {@code Waiter};
 *   <li>shares its data with the handler that replaces it: {@link dev.patchbay.protocols.resp.Store}.
 * </ul>
 */
package dev.patchbay.protocols.resp;
