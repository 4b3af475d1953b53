/** The content of the bundles that the swap tests build: a handler that checks how it is called, and a listener. */
package dev.patchbay.itests.swap.bundle;
