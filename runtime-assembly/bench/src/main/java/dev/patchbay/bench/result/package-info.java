/** What a run has measured, and under which conditions: values, and their form in JSON. */
package dev.patchbay.bench.result;
