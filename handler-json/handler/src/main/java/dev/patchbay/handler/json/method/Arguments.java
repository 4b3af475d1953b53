package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.method.Parameter.Role;
import dev.patchbay.handler.json.wire.Json;
import dev.patchbay.handler.json.wire.RawJson;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.jsonrpc.JsonText;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Makes arguments out of {@code params}, which are known to be valid JSON (JSON-RPC 2.0, section 4.2). */
final class Arguments {

    private final JsonMapper mapper;
    private final Signature signature;
    private final Object[] values;
    private final boolean[] present;

    private Arguments(Signature signature, JsonMapper mapper) {
        this.mapper = mapper;
        this.signature = signature;
        this.values = new Object[signature.parameters().size()];
        this.present = new boolean[values.length];
    }

    /**
     * Makes arguments.
     *
     * @param params an array or an object; null for none
     * @throws InvalidParamsException if they do not fit
     */
    static Object[] bind(Signature signature, Slice params, JsonMapper mapper) {
        Arguments arguments = new Arguments(signature, mapper);
        if (signature.takesAll()) {
            arguments.bindAll(params);
        } else if (params != null) {
            arguments.bindEach(params);
        }
        arguments.fillIn(params == null || params.bytes()[params.from()] == '[');
        return arguments.values;
    }

    /** Counts the values of an array, and collects the names of an object. */
    static int count(Slice params, List<String> names, JsonMapper mapper) {
        int count = 0;
        try (JsonParser parser = Json.parser(mapper, params)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            for (JsonToken next = parser.nextToken(); !next.isStructEnd(); next = parser.nextToken()) {
                if (object) {
                    names.add(parser.currentName());
                    parser.nextToken();
                }
                parser.skipChildren();
                count++;
            }
        }
        return count;
    }

    private void bindAll(Slice params) {
        present[0] = true;
        if (params == null) {
            return;
        }
        Parameter parameter = signature.parameters().get(0);
        if (parameter.type().hasRawClass(JsonText.class)) {
            values[0] = RawJson.copyOf(params.bytes(), params.from(), params.to());
            return;
        }
        try (JsonParser parser = Json.parser(mapper, params)) {
            values[0] = parameter.reader().readValue(parser);
        } catch (JacksonException e) {
            throw new InvalidParamsException(
                    "params: " + Expectation.of(parameter.type().getRawClass(), e));
        }
    }

    private void bindEach(Slice params) {
        try (JsonParser parser = Json.parser(mapper, params)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                bindByPosition(parser);
            } else {
                bindByName(parser);
            }
        }
    }

    private void bindByPosition(JsonParser parser) {
        int index = 0;
        List<Object> rest = null;
        for (; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            int last = Math.min(index, values.length - 1);
            if (last >= 0 && signature.parameters().get(last).role() == Role.REST) {
                rest = rest == null ? new ArrayList<>() : rest;
                rest.add(value(parser, index, signature.parameters().get(last)));
            } else if (index < values.length) {
                set(index, value(parser, index, signature.parameters().get(index)));
            } else {
                parser.skipChildren();
            }
        }
        if (rest != null) {
            set(values.length - 1, array(rest, signature.parameters().get(values.length - 1)));
        } else if (index > values.length) {
            throw wrongNumber(index);
        }
    }

    private void bindByName(JsonParser parser) {
        if (!signature.hasNames()) {
            throw new InvalidParamsException("the parameters have no names; pass them by position, in an array");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Integer index = signature.index(name);
            if (index == null) {
                throw new InvalidParamsException("there is no parameter \"" + name + "\"");
            }
            parser.nextToken();
            Parameter parameter = signature.parameters().get(index);
            set(index, parameter.role() == Role.REST ? restByName(parser, parameter) : value(parser, index, parameter));
        }
    }

    private void set(int index, Object value) {
        values[index] = value;
        present[index] = true;
    }

    private Object restByName(JsonParser parser, Parameter parameter) {
        JavaType array = mapper.getTypeFactory().constructArrayType(parameter.type());
        return value(parser, mapper.readerFor(array), parameter.label(0), array);
    }

    private static Object value(JsonParser parser, int index, Parameter parameter) {
        return value(parser, parameter.reader(), parameter.label(index), parameter.type());
    }

    private static Object value(JsonParser parser, ObjectReader reader, String label, JavaType type) {
        try {
            return reader.readValue(parser);
        } catch (JacksonException e) {
            throw new InvalidParamsException(label + ": " + Expectation.of(type.getRawClass(), e));
        }
    }

    private static Object array(List<Object> rest, Parameter parameter) {
        Object array = Array.newInstance(parameter.type().getRawClass(), rest.size());
        for (int i = 0; i < rest.size(); i++) {
            Array.set(array, i, rest.get(i));
        }
        return array;
    }

    /** Sees to parameters that were left out. */
    private void fillIn(boolean byPosition) {
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = signature.parameters().get(i);
            if (present[i]) {
                continue;
            }
            if (!parameter.optional()) {
                throw byPosition ? wrongNumber(i) : new InvalidParamsException(parameter.label(i) + " is missing");
            }
            values[i] = parameter.role() == Role.REST ? array(List.of(), parameter) : Optional.empty();
        }
    }

    private InvalidParamsException wrongNumber(int count) {
        return new InvalidParamsException("expected " + signature.arity() + " parameter(s), got " + count);
    }
}
