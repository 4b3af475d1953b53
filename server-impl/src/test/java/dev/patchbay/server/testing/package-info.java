/** What the tests of all packages share. */
package dev.patchbay.server.testing;
