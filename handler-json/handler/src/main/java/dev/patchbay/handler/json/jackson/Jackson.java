package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.strict.StrictModule;
import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;
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

    /** Writes what other parsers have read; it keeps nothing of any class. */
    private static final JsonFactory COPYING = newFactory(UNLIMITED);

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
                .addModule(new StrictModule())
                .addModule(rawJson())
                .withCoercionConfigDefaults(
                        coercion -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                                .setAcceptBlankAsEmpty(false))
                .withCoercionConfig(LogicalType.Textual, Jackson::onlyStrings)
                .withCoercionConfig(LogicalType.OtherScalar, Jackson::onlyStrings)
                .defaultLeniency(false)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
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

    private static void onlyStrings(MutableCoercionConfig coercion) {
        coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
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

    /** Creates a generator that writes tokens, but no objects. */
    static JsonGenerator newGenerator(OutputBuffer out) {
        return COPYING.createGenerator(ObjectWriteContext.empty(), out);
    }

    private static JsonFactory newFactory(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
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
