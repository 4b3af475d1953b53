/**
 * What the probes inside the framework write down, and the tests outside read. The framework's system bundle exports this
 * package, so both sides have the same classes; nothing here refers to an object of a probe.
 */
package dev.patchbay.itests.swap.ledger;
