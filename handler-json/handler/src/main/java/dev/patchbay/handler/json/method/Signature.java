package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.method.Parameter.Role;
import dev.patchbay.jsonrpc.Description;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** One Java method, and how it is called with arguments from JSON. Immutable. */
public final class Signature {

    private final Method method;
    private final List<Parameter> all;
    private final JavaType result;

    /** The parameters that are the client's to give, and where their arguments go. */
    private final List<Parameter> given = new ArrayList<>();

    private final int[] places;
    private final Map<String, Integer> byName = new HashMap<>();
    private final int required;
    private final boolean named;
    private final boolean takesAll;

    Signature(Method method, JsonMapper mapper) {
        this.method = method;
        this.all = Arrays.stream(method.getParameters())
                .map(parameter -> Parameter.of(parameter, mapper))
                .toList();
        int[] found = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            Parameter parameter = all.get(i);
            if (parameter.role().isGivenByClient()) {
                byName.put(parameter.name(), given.size());
                found[given.size()] = i;
                given.add(parameter);
            }
        }
        this.places = Arrays.copyOf(found, given.size());
        this.required = countRequired();
        this.named = given.stream().allMatch(parameter -> parameter.name() != null);
        this.takesAll = given.stream().anyMatch(parameter -> parameter.role() == Role.ALL);
        JavaType declared = mapper.constructType(method.getGenericReturnType());
        this.result = declared.isTypeOrSubTypeOf(CompletionStage.class)
                ? declared.findTypeParameters(CompletionStage.class)[0]
                : declared;
        if (takesAll && given.size() > 1) {
            throw new IllegalArgumentException("it has parameters besides the one that takes all");
        }
    }

    private int countRequired() {
        int count = given.size();
        while (count > 0 && given.get(count - 1).optional()) {
            count--;
        }
        return count;
    }

    /** Returns the parameters that are the client's to give. */
    public List<Parameter> parameters() {
        return given;
    }

    /** Returns how many of the parameters have to be given. */
    public int required() {
        return takesAll() ? 0 : required;
    }

    /** Returns the type of the result; of what a stage completes with, if it is one. */
    public JavaType result() {
        return result;
    }

    /** Returns a sentence about the method, maybe empty. */
    public String description() {
        Description description = method.getAnnotation(Description.class);
        return description == null ? "" : description.value();
    }

    /** Tells whether clients can pass the parameters by name. */
    public boolean hasNames() {
        return named;
    }

    /** Tells whether there is one parameter that takes the whole {@code params}. */
    public boolean takesAll() {
        return takesAll;
    }

    boolean takes(int count) {
        return count >= required && (count <= given.size() || takesRest());
    }

    boolean takes(List<String> names) {
        return byName.keySet().containsAll(names)
                && given.subList(0, required).stream().allMatch(parameter -> names.contains(parameter.name()));
    }

    /** Tells whether some number of values fits both. */
    boolean overlaps(Signature other) {
        int most = takesRest() || takesAll() ? Integer.MAX_VALUE : given.size();
        int othersMost = other.takesRest() || other.takesAll() ? Integer.MAX_VALUE : other.given.size();
        return Math.max(required(), other.required()) <= Math.min(most, othersMost);
    }

    boolean takesRest() {
        return !given.isEmpty() && given.get(given.size() - 1).role() == Role.REST;
    }

    /** Returns the number of the parameter with that name, or null. */
    Integer index(String name) {
        return byName.get(name);
    }

    /** Says how many values it takes, for a sentence. */
    String arity() {
        if (takesRest()) {
            return "at least " + required;
        }
        return required == given.size() ? Integer.toString(required) : required + " to " + given.size();
    }

    /** Calls the method. Whatever it throws is thrown as it is. */
    Object invoke(Object service, Object[] values, Caller caller, MethodService owner) throws Throwable {
        Object[] arguments = new Object[all.size()];
        for (int i = 0; i < values.length; i++) {
            arguments[places[i]] = values[i];
        }
        if (given.size() < all.size()) {
            inject(arguments, caller, owner);
        }
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void inject(Object[] arguments, Caller caller, MethodService owner) {
        for (int i = 0; i < arguments.length; i++) {
            switch (all.get(i).role()) {
                case CONNECTION -> arguments[i] = caller.connection();
                case CLIENT -> arguments[i] = caller.client(owner.writer());
                default -> {}
            }
        }
    }

    @Override
    public String toString() {
        return method.toGenericString();
    }
}
