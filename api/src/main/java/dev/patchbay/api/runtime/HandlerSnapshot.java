package dev.patchbay.api.runtime;

import dev.patchbay.api.HandlerExecution;

/**
 * A handler that a server may choose, at one moment. Immutable.
 *
 * @param id        the number of its service ({@code service.id}); a lower number is an older service
 * @param name      its {@code handler.name}
 * @param ranking   its {@code service.ranking}; the handler with the highest ranking serves
 * @param execution the threads on which it is called; the default for a handler that has failed
 * @param origin    the symbolic name and version of the bundle or module that it comes from
 * @param standing  whether it serves, stands by or has failed
 * @param why       the reason for the standing, for people to read
 */
public record HandlerSnapshot(
        long id,
        String name,
        int ranking,
        HandlerExecution execution,
        String origin,
        HandlerStanding standing,
        String why) {}
