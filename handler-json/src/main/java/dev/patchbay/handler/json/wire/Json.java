package dev.patchbay.handler.json.wire;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.TypeFactory;

/** Jackson, set up in one place, and without looking for anything on class paths. */
public final class Json {

    /** Parsers that are kept ready; as many as threads may parse at one moment without making garbage. */
    private static final int RECYCLED = 32;

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
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .recyclerPool(JsonRecyclerPools.newBoundedPool(RECYCLED))
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
                .recyclerPool(JsonRecyclerPools.newBoundedPool(RECYCLED))
                .streamReadConstraints(UNLIMITED)
                .build();
        return JsonMapper.builder(factory)
                .typeFactory(TypeFactory.createDefaultInstance())
                .addModule(rawJson())
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
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
