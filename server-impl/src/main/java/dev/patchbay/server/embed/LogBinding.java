package dev.patchbay.server.embed;

import org.slf4j.LoggerFactory;

/**
 * Lets a program do without a log. SLF4J reports on standard error if it finds no provider, once, when the first logger is made;
 * a library that is embedded has no business there. With a provider, such as Logback, everything is as usual, and so it is if
 * the program has set the verbosity of SLF4J itself or has made a logger before.
 */
final class LogBinding {

    /** Since SLF4J 2.0.10. Older versions ignore it. */
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private static final String PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

    private LogBinding() {}

    /** Binds SLF4J. To be called before this bundle makes its first logger. */
    static synchronized void bind() {
        if (System.getProperty(VERBOSITY) != null || hasProvider()) {
            return;
        }
        System.setProperty(VERBOSITY, "ERROR");
        try {
            LoggerFactory.getILoggerFactory();
        } finally {
            System.clearProperty(VERBOSITY);
        }
    }

    /** Returns whether SLF4J will find a provider. A modular jar has the file as well, for the class path. */
    private static boolean hasProvider() {
        ClassLoader loader = LoggerFactory.class.getClassLoader();
        return loader != null && loader.getResource(PROVIDERS) != null;
    }
}
