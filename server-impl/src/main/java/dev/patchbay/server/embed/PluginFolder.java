package dev.patchbay.server.embed;

import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.plugins.InstalledPlugin;
import dev.patchbay.server.plugins.KeptCopies;
import dev.patchbay.server.plugins.PluginContent;
import dev.patchbay.server.plugins.PluginInstaller;
import dev.patchbay.server.plugins.PluginLog;
import dev.patchbay.server.plugins.PluginReader;
import dev.patchbay.server.plugins.PluginTarget;
import dev.patchbay.server.plugins.PluginWatcher;
import dev.patchbay.server.plugins.StagedPlugin;
import dev.patchbay.server.plugins.UnusablePluginException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a server: a {@link PluginInstaller} whose target is the handlers of the server, and the thread that has it look.
 * What cannot be used is an error event. All methods may be called from any thread.
 */
final class PluginFolder implements AutoCloseable, PluginTarget, PluginLog {

    private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);

    private final EmbeddedServer server;
    private final EventHub events;
    private final PluginInstaller installer;
    private final PluginWatcher watcher;

    PluginFolder(Path folder, EmbeddedServer server, EventHub events) {
        this.server = server;
        this.events = events;
        installer = new PluginInstaller(folder, this, new PluginReader(null), new KeptCopies(null), this);
        watcher = new PluginWatcher(folder, installer, this);
    }

    /** Starts the thread that looks at the folder. */
    void watch() {
        watcher.start(false);
    }

    /** Looks twice, so that every jar that does not change in between is taken. */
    void look() {
        installer.lookTwice();
    }

    @Override
    public StagedPlugin stage(PluginContent content, InstalledPlugin replaced)
            throws IOException, UnusablePluginException {
        return Plugin.load(content, server, replaced, this);
    }

    @Override
    public void changed(String what) {
        LOG.info("server {}: {}", server.name(), what);
    }

    @Override
    public void refused(String what, Throwable cause) {
        events.error(server.name(), what, cause);
    }

    @Override
    public void trouble(String what, Throwable cause) {
        events.error(server.name(), what, cause);
    }

    @Override
    public void close() {
        watcher.close();
        installer.close();
    }
}
