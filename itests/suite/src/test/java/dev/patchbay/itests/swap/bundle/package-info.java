/** What is in the bundles that the tests of this package make: a handler that checks itself, and a listener. */
package dev.patchbay.itests.swap.bundle;
