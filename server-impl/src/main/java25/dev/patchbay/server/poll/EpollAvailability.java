package dev.patchbay.server.poll;

import java.lang.invoke.MethodHandles;

/**
 * Finds out once whether {@code epoll} is available, without using anything that may be missing. Another system has other functions
 * in its C library, and a Java that denies native access does not allow to look them up. May be used by any thread.
 *
 * <p>All classes that call C functions are initialized here. An error in their initialization is a reason to use the portable
 * poller, and never a failure of the caller.
 */
final class EpollAvailability {

    private static final String REASON = reason();

    private EpollAvailability() {}

    /** Returns the reason why {@code epoll} is not available, as the end of a sentence; null if it is available. */
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
            here.ensureInitialized(DescriptorWriter.class);
            here.ensureInitialized(PeerSocket.class);
            // Linked at its first call, for which there may be no memory when a socket has to be closed.
            Epoll.close(-1);
            return null;
        } catch (Throwable t) {
            return reason(t instanceof ExceptionInInitializerError && t.getCause() != null ? t.getCause() : t);
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof IllegalCallerException) {
            Module mine = EpollAvailability.class.getModule();
            String name = mine.isNamed() ? mine.getName() : "ALL-UNNAMED";
            return "this Java denies native access; start it with --enable-native-access=" + name;
        }
        if (cause instanceof UnsatisfiedLinkError) {
            return cause.getMessage();
        }
        if (cause instanceof UnsupportedOperationException) {
            return "this Java cannot call functions of the C library";
        }
        return "its initialization failed: " + cause;
    }
}
