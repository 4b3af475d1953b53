package dev.patchbay.handler.json.jackson;

import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Makes members of primitive types required, because zero does not mean that a value is absent. Members of other types
 * are null when they are absent.
 */
final class RequiredPrimitivesIntrospector extends NopAnnotationIntrospector {

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
