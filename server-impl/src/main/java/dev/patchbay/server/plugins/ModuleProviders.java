package dev.patchbay.server.plugins;

import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads the providers of handlers out of a module descriptor. */
final class ModuleProviders {

    private static final String HANDLER = "dev.patchbay.api.Handler";

    private ModuleProviders() {}

    /** Returns the classes that a module provides as handlers; none if its descriptor is of a newer Java. */
    static List<String> of(byte[] descriptor) {
        try {
            return ModuleDescriptor.read(ByteBuffer.wrap(descriptor)).provides().stream()
                    .filter(provides -> provides.service().equals(HANDLER))
                    .flatMap(provides -> provides.providers().stream())
                    .toList();
        } catch (InvalidModuleDescriptorException e) {
            return List.of();
        }
    }
}
