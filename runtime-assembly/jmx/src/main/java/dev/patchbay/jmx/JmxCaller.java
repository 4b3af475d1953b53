package dev.patchbay.jmx;

import java.lang.reflect.Method;
import java.security.Principal;
import java.util.stream.Collectors;
import javax.security.auth.Subject;

/** Who calls an operation of a bean, as the connector has authenticated them. */
final class JmxCaller {

    /** {@code Subject.current()}, which Java 17 does not have; else null. */
    private static final Method CURRENT = currentSubject();

    private JmxCaller() {}

    /** Returns words for the log: {@code JMX user NAME}, or {@code JMX} if nobody was authenticated, as in the own process. */
    static String words() {
        Subject subject = subject();
        String names = subject == null
                ? ""
                : subject.getPrincipals().stream()
                        .filter(principal -> !isRole(principal))
                        .map(Principal::getName)
                        .filter(name -> name != null && !name.isBlank())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "JMX" : "JMX user " + names.replaceAll("\\p{C}", "?");
    }

    /** The principals of Karaf are the user, the groups and the roles; a class of each says so by its name. */
    private static boolean isRole(Principal principal) {
        String type = principal.getClass().getSimpleName();
        return type.contains("Role") || type.contains("Group");
    }

    private static Method currentSubject() {
        try {
            return Subject.class.getMethod("current");
        } catch (NoSuchMethodException olderJava) {
            return null;
        }
    }

    /** Returns the subject of the running call, or null. By reflection: each Java warns of what another one needs. */
    private static Subject subject() {
        try {
            if (CURRENT != null) {
                return (Subject) CURRENT.invoke(null);
            }
            Class<?> controller = Class.forName("java.security.AccessController");
            Method get = Subject.class.getMethod("getSubject", Class.forName("java.security.AccessControlContext"));
            return (Subject) get.invoke(null, controller.getMethod("getContext").invoke(null));
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return null;
        }
    }
}
