/**
 * The results of the methods, as clients read them: immutable records whose component names are the members of the JSON
 * objects. Times are ISO-8601 instants, and durations are milliseconds, with the unit in the name. Begin with {@link
 * dev.patchbay.control.view.StatusView}, which contains most of the others. Each record is made from a snapshot of {@code
 * dev.patchbay.api.runtime}, by its static method {@code of}.
 */
package dev.patchbay.control.view;
