/**
 * Bytes in and out: memory that is used again, the checks of the text that Jackson leaves out, Jackson's own set-up, the
 * parser of messages, and the form of answers and notifications (JSON-RPC 2.0, sections 4 and 5).
 */
package dev.patchbay.handler.json.wire;
