package dev.patchbay.handler.json.wire;

import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Members of a primitive type have to be there: zero is not the same as nothing. Any other is null where it is not. */
final class PrimitivesAreRequired extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return member.getRawType().isPrimitive() ? Boolean.TRUE : null;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }
}
