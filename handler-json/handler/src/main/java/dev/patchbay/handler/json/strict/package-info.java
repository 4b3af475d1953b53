/**
 * Bindings that take a value as it is or not at all. Begin with {@link dev.patchbay.handler.json.strict.StrictModule},
 * which {@code jackson} adds to every mapper: Jackson's own bindings of some types of the JDK accept values that they
 * change without a word, such as a number that is out of range or a time whose zone is dropped.
 */
package dev.patchbay.handler.json.strict;
