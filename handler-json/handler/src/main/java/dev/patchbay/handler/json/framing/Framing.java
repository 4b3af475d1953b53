package dev.patchbay.handler.json.framing;

/** The two ways to tell messages apart. */
public enum Framing {

    /** A message ends with a line feed. */
    LINES,

    /** A message follows a block of headers, of which {@code Content-Length} is one. */
    HEADERS
}
