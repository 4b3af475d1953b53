/**
 * The records that the probes inside the framework write and the tests outside read. The system bundle of the framework
 * exports this package, so that both sides use the same classes. Nothing here refers to an object of a probe.
 */
package dev.patchbay.itests.swap.ledger;
