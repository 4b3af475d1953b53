package dev.patchbay.handler.json.reflect;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Java method of a class, followed by the methods of superclasses and interfaces that it overrides, the nearest first.
 * Java does not inherit the annotations of methods; here the nearest annotation counts. Immutable.
 */
public final class Declarations {

    private final List<Method> methods;

    private Declarations(List<Method> methods) {
        this.methods = methods;
    }

    /**
     * Returns the declarations of a public method.
     *
     * @param type the class of the object that the method is called on
     * @param method one of the class's public methods
     */
    public static Declarations of(Class<?> type, Method method) {
        List<Class<?>[]> signatures = signatures(type, method);
        List<Method> found = new ArrayList<>(List.of(method));
        for (Class<?> ancestor : ancestors(type)) {
            if (ancestor != method.getDeclaringClass() && ancestor != Object.class) {
                signatures.stream()
                        .map(signature -> declared(ancestor, method.getName(), signature))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(found::add);
            }
        }
        return new Declarations(List.copyOf(found));
    }

    /** Returns the method itself. */
    public Method method() {
        return methods.get(0);
    }

    /** Returns the nearest annotation of the method; null if there is none. */
    public <A extends Annotation> A annotation(Class<A> type) {
        return methods.stream()
                .map(method -> method.getAnnotation(type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Returns a parameter of the method, followed by the same parameter of the methods that it overrides. */
    public List<Parameter> parameter(int index) {
        return methods.stream().map(method -> method.getParameters()[index]).toList();
    }

    /** Returns the classes from the type upwards, and then their interfaces, each once. */
    private static Set<Class<?>> ancestors(Class<?> type) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            classes.add(next);
        }
        Set<Class<?>> all = new LinkedHashSet<>(classes);
        classes.forEach(next -> addInterfaces(next, all));
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> implemented : type.getInterfaces()) {
            all.add(implemented);
        }
        for (Class<?> implemented : type.getInterfaces()) {
            addInterfaces(implemented, all);
        }
    }

    /**
     * Returns the parameter types by which an overridden method may be found: its own, and those of its bridges. A
     * method with a type variable for a parameter is overridden by one with a class, and the compiler adds a bridge
     * with the parameters of the overridden one.
     */
    private static List<Class<?>[]> signatures(Class<?> type, Method method) {
        Stream<Class<?>[]> bridges = Arrays.stream(type.getMethods())
                .filter(other -> other.isBridge() && isBridge(other.getParameterTypes(), method))
                .filter(other -> other.getName().equals(method.getName()))
                .map(Method::getParameterTypes);
        return Stream.concat(Stream.<Class<?>[]>of(method.getParameterTypes()), bridges)
                .toList();
    }

    private static boolean isBridge(Class<?>[] wider, Method method) {
        Class<?>[] own = method.getParameterTypes();
        boolean fits = wider.length == own.length;
        for (int i = 0; fits && i < own.length; i++) {
            fits = wider[i].isAssignableFrom(own[i]);
        }
        return fits;
    }

    /** Returns null as well if the ancestor refers to classes that cannot be loaded. */
    private static Method declared(Class<?> ancestor, String name, Class<?>[] signature) {
        try {
            Method found = ancestor.getDeclaredMethod(name, signature);
            int modifiers = found.getModifiers();
            return Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) ? null : found;
        } catch (NoSuchMethodException | LinkageError e) {
            return null;
        }
    }
}
