package dev.patchbay.shell.session;

import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.shell.ControlSocket;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/** Offers the methods for shells on the control socket while there is a Gogo that can run them. */
public final class ShellService extends ServiceTracker<CommandProcessor, ShellService.Offer> {

    private final Surroundings surroundings;

    /** The methods of one Gogo. */
    record Offer(Shells shells, ServiceRegistration<ShellMethods> registration) {}

    /** Creates a service that offers nothing before it is opened. */
    public ShellService(BundleContext context, ControlSocket socket) {
        super(context, CommandProcessor.class, null);
        surroundings = new Surroundings(
                Path.of(context.getProperty("gosh.home"), "etc", "gosh_profile"),
                Path.of(context.getProperty("patchbay.home"), "cache", "shell.history"),
                context.getBundle().getVersion().toString(),
                () -> names(socket));
    }

    private static Set<String> names(ControlSocket socket) {
        Set<String> names = new TreeSet<>();
        for (ServerSnapshot server : socket.servers()) {
            names.add(server.name());
        }
        return names;
    }

    @Override
    public Offer addingService(ServiceReference<CommandProcessor> reference) {
        Shells shells = new Shells(context.getService(reference), surroundings);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(JsonRpcFunctions.SCOPE, "patchbay");
        properties.put(JsonRpcFunctions.FUNCTION, ShellMethods.NAMES);
        properties.put(JsonRpcFunctions.AUDIENCE, "control");
        return new Offer(shells, context.registerService(ShellMethods.class, new ShellMethods(shells), properties));
    }

    @Override
    public void removedService(ServiceReference<CommandProcessor> reference, Offer offer) {
        offer.shells().close();
        offer.registration().unregister();
        context.ungetService(reference);
    }
}
