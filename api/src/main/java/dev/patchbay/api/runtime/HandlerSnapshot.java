package dev.patchbay.api.runtime;

import dev.patchbay.api.HandlerExecution;

/**
 * A handler that a server may choose.
 *
 * @param id        the number of its service ({@code service.id}); the lower is the older
 * @param name      its {@code handler.name}
 * @param ranking   its {@code service.ranking}; the highest serves
 * @param execution the threads that call it; the default for one that has failed
 * @param origin    where it comes from: symbolic name and version of its bundle or module
 * @param standing  what it is to the server
 * @param why       the reason for the standing, for people
 */
public record HandlerSnapshot(
        long id,
        String name,
        int ranking,
        HandlerExecution execution,
        String origin,
        HandlerStanding standing,
        String why) {}
