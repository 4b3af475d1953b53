package dev.patchbay.control.configure;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.service.cm.Configuration;

/** A configuration of Configuration Admin, where no folder of ours is watched. In Karaf, File Install writes it to its file. */
public final class StoredConfiguration implements WrittenConfiguration {

    private final Configuration configuration;
    private Dictionary<String, Object> before;
    private long changeCount;

    /** Creates the place of a configuration. */
    public StoredConfiguration(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void change(ConfigurationChange change) throws IOException {
        before = configuration.getProperties();
        Dictionary<String, Object> values = new Hashtable<>();
        if (before != null) {
            for (String key : Collections.list(before.keys())) {
                values.put(key, before.get(key));
            }
        }
        change.set().forEach(values::put);
        change.unset().forEach(values::remove);
        configuration.update(values);
        changeCount = configuration.getChangeCount();
    }

    @Override
    public boolean restore() throws IOException {
        if (before == null || configuration.getChangeCount() != changeCount) {
            return false;
        }
        configuration.update(before);
        return true;
    }
}
