package dev.patchbay.control.view;

import dev.patchbay.control.problem.Problem;
import java.util.List;

/**
 * Whether all is well.
 *
 * @param live     whether every event loop of every server has just run
 * @param ready    whether each server accepts connections and has a handler
 * @param problems all that an operator should look at
 */
public record HealthView(boolean live, boolean ready, List<Problem> problems) {}
