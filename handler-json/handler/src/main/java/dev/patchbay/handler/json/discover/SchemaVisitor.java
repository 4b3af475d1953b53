package dev.patchbay.handler.json.discover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;

/** Builds the schema of one type from Jackson's description of it. */
final class SchemaVisitor extends JsonFormatVisitorWrapper.Base {

    private static final Map<Class<?>, long[]> RANGES = Map.of(
            byte.class, new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE},
            Byte.class, new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE},
            short.class, new long[] {Short.MIN_VALUE, Short.MAX_VALUE},
            Short.class, new long[] {Short.MIN_VALUE, Short.MAX_VALUE},
            int.class, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            Integer.class, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE});

    private final Schemas schemas;
    private final JsonMapper mapper;
    private Map<String, Object> schema = new LinkedHashMap<>();

    SchemaVisitor(Schemas schemas, JsonMapper mapper) {
        this.schemas = schemas;
        this.mapper = mapper;
    }

    Map<String, Object> schema() {
        return schema;
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
        boolean known = schemas.isKnown(type);
        Map<String, Object> description = new LinkedHashMap<>();
        schema = schemas.reference(type, description);
        if (known) {
            return null;
        }
        description.put("type", "object");
        return new Members(description);
    }

    /** The members of an object. Members of primitive types are required; others are null when they are absent. */
    private final class Members extends JsonObjectFormatVisitor.Base {
        private final Map<String, Object> description;
        private final Map<String, Object> members = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();

        Members(Map<String, Object> description) {
            super(SchemaVisitor.this.getContext());
            this.description = description;
            description.put("properties", members);
        }

        @Override
        public void property(BeanProperty member) {
            property(member.getName(), null, member.getType());
        }

        @Override
        public void optionalProperty(BeanProperty member) {
            property(member.getName(), null, member.getType());
        }

        @Override
        public void property(String name, JsonFormatVisitable handler, JavaType type) {
            members.put(name, schemas.within(type, mapper));
            if (type.isPrimitive()) {
                required.add(name);
                description.put("required", required);
            }
        }

        @Override
        public void optionalProperty(String name, JsonFormatVisitable handler, JavaType type) {
            property(name, handler, type);
        }
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
        schema.put("type", "array");
        return new JsonArrayFormatVisitor.Base(getContext()) {
            @Override
            public void itemsFormat(JsonFormatVisitable handler, JavaType items) {
                schema.put("items", schemas.within(items, mapper));
            }

            @Override
            public void itemsFormat(JsonFormatTypes items) {
                schema.put("items", Map.of("type", items.value()));
            }
        };
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
        schema.put("type", "object");
        return new JsonMapFormatVisitor.Base(getContext()) {
            @Override
            public void valueFormat(JsonFormatVisitable handler, JavaType values) {
                schema.put("additionalProperties", schemas.within(values, mapper));
            }
        };
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
        schema.put("type", "string");
        return new JsonStringFormatVisitor.Base() {
            @Override
            public void format(JsonValueFormat format) {
                schema.put("format", format.toString());
            }

            @Override
            public void enumTypes(Set<String> names) {
                schema.put("enum", List.copyOf(names));
            }
        };
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
        schema.put("type", "number");
        return null;
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
        schema.put("type", "integer");
        long[] range = RANGES.get(type.getRawClass());
        if (range != null) {
            schema.put("minimum", range[0]);
            schema.put("maximum", range[1]);
        }
        return null;
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
        schema.put("type", "boolean");
        return null;
    }

    @Override
    public JsonNullFormatVisitor expectNullFormat(JavaType type) {
        schema.put("type", "null");
        return null;
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
        return null;
    }
}
