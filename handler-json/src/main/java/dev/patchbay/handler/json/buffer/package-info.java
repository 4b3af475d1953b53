/** Memory for messages, used again from one message to the next. */
package dev.patchbay.handler.json.buffer;
