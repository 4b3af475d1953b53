package dev.patchbay.server.poll;

import java.lang.invoke.MethodHandles;

/**
 * Finds out whether there is {@code epoll} here, once, and without touching anything that may be missing: another system
 * has other functions in its C library, and a Java that denies native access lets nobody look them up.
 *
 * <p>All classes that call C functions are initialised here. Whatever their initialisation throws is a reason to use the
 * portable poller, never a failure of the caller.
 */
final class EpollAvailability {

    private static final String REASON = reason();

    private EpollAvailability() {}

    /** Returns why there is no {@code epoll}, as the end of a sentence, or null if there is. */
    static String unavailable() {
        return REASON;
    }

    private static String reason() {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!"Linux".equals(system)) {
            return "it needs Linux, and this is " + system;
        }
        if (!"amd64".equals(processor) && !"aarch64".equals(processor)) {
            return "it is made for amd64 and aarch64, and this is " + processor;
        }
        try {
            MethodHandles.Lookup here = MethodHandles.lookup();
            here.ensureInitialized(Epoll.class);
            here.ensureInitialized(DescriptorReader.class);
            here.ensureInitialized(PeerSocket.class);
            return null;
        } catch (Throwable t) {
            return reason(t instanceof ExceptionInInitializerError && t.getCause() != null ? t.getCause() : t);
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof IllegalCallerException) {
            Module mine = EpollAvailability.class.getModule();
            String name = mine.isNamed() ? mine.getName() : "ALL-UNNAMED";
            return "native access is denied to it; start Java with --enable-native-access=" + name;
        }
        if (cause instanceof UnsatisfiedLinkError) {
            return cause.getMessage();
        }
        if (cause instanceof UnsupportedOperationException) {
            return "this Java cannot call functions of the C library";
        }
        return "its preparation failed: " + cause;
    }
}
