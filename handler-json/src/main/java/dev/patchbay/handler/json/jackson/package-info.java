/** Jackson's set-up. */
package dev.patchbay.handler.json.jackson;
