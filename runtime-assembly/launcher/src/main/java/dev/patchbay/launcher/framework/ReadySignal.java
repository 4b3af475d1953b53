package dev.patchbay.launcher.framework;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.BundleContext;

/**
 * The signal by which the bundles report that all servers accept connections. The launcher and the bundles share only
 * classes of the JDK and of the framework, so the signal is a {@link CompletableFuture} in the service registry with
 * the property {@value #PROPERTY}.
 *
 * <p>A bundle completes the future with the text of the ready line. If a server cannot start, it completes the future
 * exceptionally with a message for the user. If the framework stops first, it cancels the future.
 */
public final class ReadySignal {

    /** The service property that identifies the future. */
    static final String PROPERTY = "patchbay.startup";

    private final CompletableFuture<String> servers = new CompletableFuture<>();

    /** Creates a signal. */
    public ReadySignal() {}

    /** Registers the future as a service. To be called before any bundle starts. */
    public void register(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PROPERTY, Boolean.TRUE);
        context.registerService(CompletableFuture.class, servers, properties);
    }

    /**
     * Waits until all servers accept connections, or one of them cannot start.
     *
     * @return the names and addresses of the servers; empty if the framework stops first
     * @throws LaunchFailure with {@link ExitStatus#CONFIGURATION} if a server cannot start
     */
    public Optional<String> await() throws LaunchFailure, InterruptedException {
        try {
            return Optional.of(servers.get());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new LaunchFailure(ExitStatus.CONFIGURATION, e.getCause().getMessage(), e.getCause());
        }
    }
}
