package dev.patchbay.shell;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.shell.session.ShellService;
import java.util.Dictionary;
import java.util.Hashtable;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.util.tracker.ServiceTracker;

/** Registers the commands, and in the distribution the methods that open shells. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private ServiceTracker<ServerRuntime, ServerRuntime> runtime;
    private ShellService shells;

    /** Called by the framework. */
    public Activator() {}

    @Override
    public void start(BundleContext context) {
        runtime = new ServiceTracker<>(context, ServerRuntime.class, null);
        runtime.open();
        ControlSocket socket = new ControlSocket(runtime::getService);
        for (String name : GogoCommand.names()) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(CommandProcessor.COMMAND_SCOPE, "patchbay");
            properties.put(CommandProcessor.COMMAND_FUNCTION, name);
            context.registerService(Function.class, new GogoCommand(name, socket), properties);
        }
        String home = context.getProperty("patchbay.home");
        if (home != null) {
            // Elsewhere, as in Karaf, shells are opened in the way of the place, with its users and their roles.
            shells = new ShellService(context, socket);
            shells.open();
        }
    }

    @Override
    public void stop(BundleContext context) {
        if (shells != null) {
            shells.close();
        }
        runtime.close();
    }
}
