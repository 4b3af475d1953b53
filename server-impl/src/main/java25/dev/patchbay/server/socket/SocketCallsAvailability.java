package dev.patchbay.server.socket;

import java.lang.invoke.MethodHandles;

/**
 * Finds out once whether {@link SocketCalls} can be used, without using it. Another system has other numbers and structures, and a
 * Java that denies native access does not allow to look functions up.
 */
final class SocketCallsAvailability {

    static final boolean AVAILABLE = isAvailable();

    private SocketCallsAvailability() {}

    private static boolean isAvailable() {
        String processor = System.getProperty("os.arch");
        if (!"Linux".equals(System.getProperty("os.name"))
                || !("amd64".equals(processor) || "aarch64".equals(processor))) {
            return false;
        }
        try {
            MethodHandles.lookup().ensureInitialized(SocketCalls.class);
            return true;
        } catch (Throwable deniedOrMissing) {
            return false;
        }
    }
}
