/**
 * Services as methods: which Java methods a service publishes under which names, how parameters become arguments, and
 * who is still running when a service goes. Plain Java; {@link dev.patchbay.handler.json.method.MethodTable} is the
 * entrance.
 */
package dev.patchbay.handler.json.method;
