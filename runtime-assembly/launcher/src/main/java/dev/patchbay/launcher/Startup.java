package dev.patchbay.launcher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.BundleContext;

/**
 * How the bundles tell the launcher that all servers accept. The launcher and the bundles share only classes of the JDK, so
 * it is a {@link CompletableFuture} in the service registry, with the property {@value #PROPERTY}. A bundle completes it
 * with what is to stand in the ready line, completes it exceptionally with a message for the user, or cancels it because the
 * framework stops.
 */
final class Startup {

    /** The service property by which the future is found. */
    static final String PROPERTY = "patchbay.startup";

    private final CompletableFuture<String> servers = new CompletableFuture<>();

    /** Makes the future known, before any bundle starts. */
    void offer(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PROPERTY, Boolean.TRUE);
        context.registerService(CompletableFuture.class, servers, properties);
    }

    /**
     * Waits.
     *
     * @return the servers and their addresses; empty if the framework stops before all accept
     * @throws LaunchFailure with {@link ExitStatus#CONFIGURATION} if a server cannot start
     */
    Optional<String> await() throws LaunchFailure, InterruptedException {
        try {
            return Optional.of(servers.get());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new LaunchFailure(ExitStatus.CONFIGURATION, e.getCause().getMessage(), e.getCause());
        }
    }
}
