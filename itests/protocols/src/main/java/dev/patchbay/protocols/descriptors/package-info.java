/**
 * Open files that are passed over the socket, in both directions. Begin with {@link
 * dev.patchbay.protocols.descriptors.DescriptorHandler}.
 */
package dev.patchbay.protocols.descriptors;
