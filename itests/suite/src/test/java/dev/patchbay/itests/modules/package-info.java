/**
 * Tests of Patchbay in a program without OSGi, on the module path. The program and its plugin are in {@code
 * src/test/modules}. The tests compile them with the Java that runs the tests, and start the program as a separate
 * process.
 */
package dev.patchbay.itests.modules;
