/**
 * HTTP for operators, on a Unix domain socket: the status page, the control methods, events, health and metrics. {@link
 * dev.patchbay.web.HttpHandler} is an ordinary handler, with the name {@code http}. The mode of the socket that chooses it
 * decides who may use it: {@code run/http.sock} of the distribution belongs to one user.
 *
 * <p>Below are {@code http}, the protocol; {@code route}, what is at which path; and {@code control}, the client of the control
 * server. {@link dev.patchbay.web.MetricsPortComponent} opens a port of 127.0.0.1, if the configuration says so.
 *
 * <p><b>Threads.</b> Each connection has the thread of its {@link dev.patchbay.api.stream.StreamHandler} session, which waits
 * for the client and for the control server. Only a stream of events has a second one, which reads from the control server.
 * Nothing is shared between two connections but the configuration.
 */
package dev.patchbay.web;
