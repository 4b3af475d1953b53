package dev.patchbay.server;

import dev.patchbay.server.events.Printable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of configurations that look as if they were of servers, but belong to no factory, so that no server has them. File Install,
 * which reads {@code etc/} in Karaf, makes such a one of each file whose name has a tilde. Configuration Admin calls the methods, on
 * any thread.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class MisnamedConfigurations implements ConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(MisnamedConfigurations.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Warns of the configurations that are there. */
    @Activate
    public MisnamedConfigurations(@Reference ConfigurationAdmin admin) throws IOException, InvalidSyntaxException {
        Configuration[] all = admin.listConfigurations(
                "(|(service.pid=" + ServerComponent.PID + ")(service.pid=" + ServerComponent.PID + "~*))");
        if (all != null) {
            for (Configuration configuration : all) {
                look(configuration.getPid(), configuration.getFactoryPid());
            }
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            told.remove(event.getPid());
        } else {
            look(event.getPid(), event.getFactoryPid());
        }
    }

    private void look(String pid, String factoryPid) {
        String factory = ServerComponent.PID;
        if (factoryPid == null && (pid.equals(factory) || pid.startsWith(factory + "~")) && told.add(pid)) {
            String name = pid.equals(factory) ? "NAME" : pid.substring(factory.length() + 1);
            LOG.warn(
                    "configuration {} is no server: it does not belong to the factory {}. If it comes from a file {}.cfg, rename the"
                            + " file to {}-{}.cfg, with a hyphen; else make it with createFactoryConfiguration",
                    Printable.text(pid),
                    factory,
                    Printable.text(pid),
                    factory,
                    Printable.text(name));
        }
    }
}
