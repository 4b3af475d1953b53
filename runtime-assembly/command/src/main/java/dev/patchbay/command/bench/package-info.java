/**
 * {@code patchbay bench}: the words around the load generator, which is the module bench. {@link
 * dev.patchbay.command.bench.BenchCommand} declares the options, {@link dev.patchbay.command.bench.BenchOptions} turns them into a
 * plan, and the rest prints what came of it. The classes of that module and HdrHistogram are in a folder of their own, {@code
 * lib/bench}, which no other command has on its class path.
 */
package dev.patchbay.command.bench;
