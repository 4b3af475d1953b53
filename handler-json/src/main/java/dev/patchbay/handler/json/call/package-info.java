/** Calls that are not finished where they were read, and their answers. */
package dev.patchbay.handler.json.call;
