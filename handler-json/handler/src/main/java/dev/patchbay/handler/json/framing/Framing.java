package dev.patchbay.handler.json.framing;

/** The framings that the handler supports. */
public enum Framing {

    /** One JSON text per line, ended by a line feed. */
    LINES,

    /** A header part with {@code Content-Length}, then a content part, as in the Language Server Protocol. */
    HEADERS
}
