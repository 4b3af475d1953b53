package dev.patchbay.control.event;

import java.util.function.Supplier;

/**
 * Something that has happened, which may not be in words yet.
 *
 * @param server     the server
 * @param type       what has happened
 * @param words      puts it into words; each call may look for the names of users and processes
 * @param characters about how many characters it keeps besides a fixed amount
 */
record Occurrence(String server, EventType type, Supplier<Event> words, int characters) {}
