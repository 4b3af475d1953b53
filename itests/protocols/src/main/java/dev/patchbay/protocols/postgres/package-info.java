/**
 * The protocol of PostgreSQL, version 3.0, as far as the simple query goes. Begin with {@link
 * dev.patchbay.protocols.postgres.PostgresHandler}. It shows how a handler sends millions of rows at the speed of its client
 * and across swaps, and how one connection (a {@code CancelRequest}) reaches another one without a table of connections.
 */
package dev.patchbay.protocols.postgres;
