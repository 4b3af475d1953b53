package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.TypeFactory;

/**
 * Creates Jackson's factories, mappers and parsers with the handler's rules. It does not search the class path for
 * modules.
 */
public final class Jackson {

    /** For values that the strict parser has already accepted. */
    private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private Jackson() {}

    /** Creates the factory of parsers that check whole messages against the limits. */
    public static JsonFactory newStrictFactory(Settings settings) {
        return newFactory(constraints(settings));
    }

    /**
     * Creates a mapper for one method service. Services do not share a mapper, because it caches the classes that it
     * has seen and these must be unloaded with their bundle.
     */
    public static JsonMapper newMapper() {
        return JsonMapper.builder(newFactory(UNLIMITED))
                .typeFactory(TypeFactory.createDefaultInstance())
                .addModule(rawJson())
                .annotationIntrospector(AnnotationIntrospectorPair.create(
                        new JacksonAnnotationIntrospector(), new RequiredPrimitivesIntrospector()))
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /**
     * Creates a parser for a part of a message that is known to be valid. {@link JsonText} values are cut out of that
     * part.
     */
    public static JsonParser newParser(JsonMapper mapper, Slice text) {
        JsonParser parser = mapper.createParser(text.bytes(), text.from(), text.length());
        parser.assignCurrentValue(text);
        return parser;
    }

    private static JsonFactory newFactory(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .recyclerPool(new BufferRecyclerPool())
                .streamReadConstraints(constraints)
                .build();
    }

    private static SimpleModule rawJson() {
        return new SimpleModule("patchbay")
                .addSerializer(JsonText.class, new JsonTextSerializer())
                .addDeserializer(JsonText.class, new JsonTextDeserializer());
    }

    private static StreamReadConstraints constraints(Settings settings) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(settings.depthMax())
                .maxNumberLength(settings.numberMax())
                .maxStringLength(settings.messageMax())
                .maxNameLength(settings.messageMax())
                .build();
    }
}
