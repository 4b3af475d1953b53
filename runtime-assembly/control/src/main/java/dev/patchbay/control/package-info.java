/**
 * The JSON-RPC methods for operators, with the scope {@code patchbay}: what the servers do, and the operations on them. They
 * are ordinary method services, and the socket that offers them decides by its mode who may call them: {@code
 * run/control.sock} of the distribution belongs to one user. All that they say comes from {@link
 * dev.patchbay.api.runtime.ServerRuntime}.
 *
 * <p>Begin with {@link dev.patchbay.control.StatusMethods}, which reads, and {@link
 * dev.patchbay.control.OperationMethods}, which acts. These components translate calls, and decide nothing. Below them are
 *
 * <ol>
 *   <li>{@code view}: the results, as records;
 *   <li>{@code problem}: what an operator should look at, in words;
 *   <li>{@code configure}: changes to the files of configurations;
 *   <li>{@code event}: the subscriptions to events;
 *   <li>{@code log}: the levels of the log;
 *   <li>{@code caller}: who is at the other end of a connection.
 * </ol>
 *
 * <p><b>Threads.</b> The methods run where they may block, several at a time. Each operation is one line in the log, with the
 * user and the process that asked for it, from the kernel.
 */
package dev.patchbay.control;
