package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.jackson.BindingDefectException;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.jackson.RawJsonText;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.MethodParameter.Role;
import dev.patchbay.jsonrpc.JsonText;
import java.lang.reflect.Array;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds params to the parameters of one overload (JSON-RPC 2.0, section 4.2). The params are known to be valid JSON.
 * Created for one call and used by its thread.
 */
final class ArgumentBinder {

    private final JsonMapper mapper;
    private final MethodOverload overload;
    private final Object[] values;
    private final boolean[] present;

    private ArgumentBinder(MethodOverload overload, JsonMapper mapper) {
        this.mapper = mapper;
        this.overload = overload;
        this.values = new Object[overload.parameters().size()];
        this.present = new boolean[values.length];
    }

    /**
     * Binds params.
     *
     * @param params an array or an object; null for none
     * @throws InvalidParamsException if the params do not fit
     */
    static Object[] bind(MethodOverload overload, Slice params, JsonMapper mapper) {
        ArgumentBinder binder = new ArgumentBinder(overload, mapper);
        if (overload.takesWholeParams()) {
            binder.bindAll(params);
        } else if (params != null) {
            binder.bindEach(params);
        }
        binder.fillIn(params == null || params.bytes()[params.from()] == '[');
        return binder.values;
    }

    /** Returns the number of params, and adds their names to the list if they are passed by name. */
    static int count(Slice params, List<String> names, JsonMapper mapper) {
        int count = 0;
        try (JsonParser parser = Jackson.newParser(mapper, params)) {
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
        MethodParameter parameter = overload.parameters().get(0);
        if (parameter.type().hasRawClass(JsonText.class)) {
            values[0] = RawJsonText.copyOf(params.bytes(), params.from(), params.to());
            return;
        }
        try (JsonParser parser = Jackson.newParser(mapper, params)) {
            values[0] = value(parser, parameter.reader(), "params", parameter.type());
        }
    }

    private void bindEach(Slice params) {
        try (JsonParser parser = Jackson.newParser(mapper, params)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                bindByPosition(parser);
            } else {
                bindByName(parser);
            }
        }
    }

    private void bindByPosition(JsonParser parser) {
        int index = 0;
        List<Object> varargs = null;
        for (; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            int last = Math.min(index, values.length - 1);
            if (last >= 0 && overload.parameters().get(last).role() == Role.VARARGS) {
                varargs = varargs == null ? new ArrayList<>() : varargs;
                varargs.add(value(parser, index, overload.parameters().get(last)));
            } else if (index < values.length) {
                set(index, value(parser, index, overload.parameters().get(index)));
            } else {
                parser.skipChildren();
            }
        }
        if (varargs != null) {
            set(values.length - 1, array(varargs, overload.parameters().get(values.length - 1)));
        } else if (index > values.length) {
            throw wrongNumber(index);
        }
    }

    private void bindByName(JsonParser parser) {
        if (!overload.hasParameterNames()) {
            throw new InvalidParamsException("the parameters have no names; pass them by position, in an array");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Integer index = overload.index(name);
            if (index == null) {
                throw new InvalidParamsException("there is no parameter \"" + Printable.name(name) + "\"");
            }
            parser.nextToken();
            MethodParameter parameter = overload.parameters().get(index);
            set(
                    index,
                    parameter.role() == Role.VARARGS
                            ? varargsByName(parser, parameter)
                            : value(parser, index, parameter));
        }
    }

    private void set(int index, Object value) {
        values[index] = value;
        present[index] = true;
    }

    private Object varargsByName(JsonParser parser, MethodParameter parameter) {
        JavaType array = mapper.getTypeFactory().constructArrayType(parameter.type());
        return value(parser, mapper.readerFor(array), parameter.label(0), array);
    }

    private Object value(JsonParser parser, int index, MethodParameter parameter) {
        return value(parser, parameter.reader(), parameter.label(index), parameter.type());
    }

    /** Binds a value. Whether the client or the service is to blame decides between the two kinds of exception. */
    private Object value(JsonParser parser, ObjectReader reader, String label, JavaType type) {
        try {
            return reader.readValue(parser);
        } catch (JacksonException e) {
            if (BindingDefectException.isDefect(e)) {
                throw new BindingDefectException(label, type, e);
            }
            throw new InvalidParamsException(label + ": " + MismatchDescription.of(type, e, mapper));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            // Of the JDK, for a number beyond what it can hold.
            throw new InvalidParamsException(label + ": expected " + MismatchDescription.words(type, mapper));
        }
    }

    private static Object array(List<Object> varargs, MethodParameter parameter) {
        Object array = Array.newInstance(parameter.type().getRawClass(), varargs.size());
        for (int i = 0; i < varargs.size(); i++) {
            Array.set(array, i, varargs.get(i));
        }
        return array;
    }

    /** Fills in optional parameters that were omitted. */
    private void fillIn(boolean byPosition) {
        for (int i = 0; i < values.length; i++) {
            MethodParameter parameter = overload.parameters().get(i);
            if (present[i]) {
                continue;
            }
            if (!parameter.optional()) {
                throw byPosition ? wrongNumber(i) : new InvalidParamsException(parameter.label(i) + " is missing");
            }
            values[i] = parameter.role() == Role.VARARGS ? array(List.of(), parameter) : Optional.empty();
        }
    }

    private InvalidParamsException wrongNumber(int count) {
        return new InvalidParamsException("expected " + overload.arity() + " parameter(s), got " + count);
    }
}
