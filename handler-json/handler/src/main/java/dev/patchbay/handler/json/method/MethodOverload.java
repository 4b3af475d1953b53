package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.method.MethodParameter.Role;
import dev.patchbay.handler.json.reflect.Declarations;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** One Java method and how it is called with params. Immutable, and safe for any thread. */
public final class MethodOverload {

    private final Method method;
    private final List<MethodParameter> all;
    private final JavaType result;

    /** The parameters that clients pass; {@link #positions} has the position of each among all parameters. */
    private final List<MethodParameter> passed = new ArrayList<>();

    private final int[] positions;
    private final Map<String, Integer> byName = new HashMap<>();
    private final int required;
    private final boolean named;
    private final boolean takesWholeParams;
    private final String description;
    private final McpTool tool;

    /**
     * Reads the parameters and the annotations of a method.
     *
     * @throws IllegalArgumentException if it is not clear how its parameters are to be passed
     */
    public MethodOverload(Declarations declarations, JsonMapper mapper) {
        this.method = declarations.method();
        this.all = IntStream.range(0, method.getParameterCount())
                .mapToObj(index -> MethodParameter.of(declarations.parameter(index), mapper))
                .toList();
        int[] found = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            MethodParameter parameter = all.get(i);
            if (parameter.role().isFromClient()) {
                byName.put(parameter.name(), passed.size());
                found[passed.size()] = i;
                passed.add(parameter);
            }
        }
        this.positions = Arrays.copyOf(found, passed.size());
        this.required = countRequired();
        this.named = passed.stream().allMatch(parameter -> parameter.name() != null);
        this.takesWholeParams = passed.stream().anyMatch(parameter -> parameter.role() == Role.WHOLE_PARAMS);
        JavaType declared = mapper.constructType(method.getGenericReturnType());
        this.result = declared.isTypeOrSubTypeOf(CompletionStage.class)
                ? declared.findTypeParameters(CompletionStage.class)[0]
                : declared;
        Description annotation = declarations.annotation(Description.class);
        this.description = annotation == null ? "" : annotation.value();
        this.tool = declarations.annotation(McpTool.class);
        rejectUnclearParameters();
    }

    private void rejectUnclearParameters() {
        if (named && byName.size() < passed.size()) {
            throw new IllegalArgumentException("two of its parameters have the same name; give each its own");
        }
        if (takesWholeParams && passed.size() > 1) {
            throw new IllegalArgumentException("it has further parameters beside the one with @AllParams; remove them");
        }
    }

    private int countRequired() {
        int count = passed.size();
        while (count > 0 && passed.get(count - 1).optional()) {
            count--;
        }
        return count;
    }

    /** Returns the parameters that clients pass, without injected ones. */
    public List<MethodParameter> parameters() {
        return passed;
    }

    /** Returns how many parameters clients must pass. */
    public int required() {
        return takesWholeParams() ? 0 : required;
    }

    /** Returns the type of the result; for a stage the type that it completes with. */
    public JavaType result() {
        return result;
    }

    /** Returns whether there is no result. */
    public boolean isVoid() {
        return result.hasRawClass(void.class) || result.hasRawClass(Void.class);
    }

    /** Returns the method's description, or an empty string. */
    public String description() {
        return description;
    }

    /** Returns the annotation that makes the method a tool; null if there is none. */
    public McpTool tool() {
        return tool;
    }

    /** Returns whether params can be passed by name. */
    public boolean hasParameterNames() {
        return named;
    }

    /** Returns whether one parameter takes the whole {@code params}. */
    public boolean takesWholeParams() {
        return takesWholeParams;
    }

    boolean takes(int count) {
        return count >= required && (count <= passed.size() || isVarArgs());
    }

    boolean takes(List<String> names) {
        return byName.keySet().containsAll(names)
                && passed.subList(0, required).stream().allMatch(parameter -> names.contains(parameter.name()));
    }

    /** Returns whether some number of params fits both overloads, so that a call would be ambiguous. */
    public boolean overlaps(MethodOverload other) {
        int most = isVarArgs() || takesWholeParams() ? Integer.MAX_VALUE : passed.size();
        int othersMost = other.isVarArgs() || other.takesWholeParams() ? Integer.MAX_VALUE : other.passed.size();
        return Math.max(required(), other.required()) <= Math.min(most, othersMost);
    }

    boolean isVarArgs() {
        return !passed.isEmpty() && passed.get(passed.size() - 1).role() == Role.VARARGS;
    }

    /** Returns the index of the parameter with that name; null if there is none. */
    Integer index(String name) {
        return byName.get(name);
    }

    /** Describes the number of params in an error message. */
    String arity() {
        if (isVarArgs()) {
            return "at least " + required;
        }
        return required == passed.size() ? Integer.toString(required) : required + " to " + passed.size();
    }

    /** Invokes the method, and throws what it throws. */
    Object invoke(Object service, Object[] values, InvocationContext caller, PublishedService owner) throws Throwable {
        Object[] arguments = new Object[all.size()];
        for (int i = 0; i < values.length; i++) {
            arguments[positions[i]] = values[i];
        }
        if (passed.size() < all.size()) {
            inject(arguments, caller, owner);
        }
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void inject(Object[] arguments, InvocationContext caller, PublishedService owner) {
        for (int i = 0; i < arguments.length; i++) {
            switch (all.get(i).role()) {
                case CONNECTION -> arguments[i] = caller.connection();
                case CLIENT -> arguments[i] = caller.client(owner.writer());
                case REQUEST -> arguments[i] = caller.request(owner.writer());
                case CONTEXT -> arguments[i] = caller;
                default -> {}
            }
        }
    }

    @Override
    public String toString() {
        return method.toGenericString();
    }
}
