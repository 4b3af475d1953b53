package dev.patchbay.handler.json.wire;

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

/** Jackson, set up in one place, and without looking for anything on class paths. */
public final class Json {

    /** For values that the strict factory's parser has let pass. */
    private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private Json() {}

    /** Makes the factory of parsers that check a whole message. */
    public static JsonFactory strictFactory(Settings settings) {
        return JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .recyclerPool(new ParserBuffers())
                .streamReadConstraints(constraints(settings))
                .build();
    }

    /**
     * Makes the binding between JSON and Java of one method service. Each has its own, because a mapper remembers the
     * classes that it has seen, and these are to go with their bundle.
     */
    public static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .recyclerPool(new ParserBuffers())
                .streamReadConstraints(UNLIMITED)
                .build();
        return JsonMapper.builder(factory)
                .typeFactory(TypeFactory.createDefaultInstance())
                .addModule(rawJson())
                .annotationIntrospector(AnnotationIntrospectorPair.create(
                        new JacksonAnnotationIntrospector(), new PrimitivesAreRequired()))
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /** Makes a parser for a part of a message that was found to be valid; {@link JsonText} is cut out of that. */
    public static JsonParser parser(JsonMapper mapper, Slice text) {
        JsonParser parser = mapper.createParser(text.bytes(), text.from(), text.length());
        parser.assignCurrentValue(text);
        return parser;
    }

    private static SimpleModule rawJson() {
        return new SimpleModule("patchbay")
                .addSerializer(JsonText.class, new RawJsonWriter())
                .addDeserializer(JsonText.class, new RawJsonReader());
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
