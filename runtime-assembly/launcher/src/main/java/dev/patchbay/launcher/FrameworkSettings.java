package dev.patchbay.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.Constants;

/**
 * The properties that the framework and the bundles start with. A system property of the same name wins, so each can be
 * changed with {@code JAVA_OPTS}.
 */
final class FrameworkSettings {

    /** The start level at which servers accept; what lies above it is started after the ready line. */
    static final int SERVING_LEVEL = 8;

    /** The start level of plugin bundles: that of the handlers, below the server, so that a stop drains first. */
    private static final int PLUGIN_LEVEL = 3;

    private FrameworkSettings() {}

    static Map<String, String> of(Options options, Home home, Path distribution) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("patchbay.home", home.directory().toString());
        framework(settings, home);
        fileInstall(settings, home);
        shell(settings, options, distribution);
        settings.replaceAll(System::getProperty);
        return settings;
    }

    private static void framework(Map<String, String> settings, Home home) {
        settings.put(
                Constants.FRAMEWORK_STORAGE, home.cache().resolve("framework").toString());
        // Bundles come from lib/bundles and plugins/, configurations from conf/: nothing is worth keeping.
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(SERVING_LEVEL));
        settings.put("org.osgi.service.log.admin.loglevel", "INFO");
    }

    private static void fileInstall(Map<String, String> settings, Home home) {
        settings.put("felix.fileinstall.dir", home.plugins() + "," + home.conf());
        settings.put("felix.fileinstall.poll", "500");
        settings.put("felix.fileinstall.noInitialDelay", "true");
        settings.put(
                "felix.fileinstall.tmpdir", home.cache().resolve("fileinstall").toString());
        settings.put("felix.fileinstall.start.level", Integer.toString(PLUGIN_LEVEL));
        settings.put("felix.fileinstall.log.level", "3");
        settings.put("felix.fileinstall.configEncoding", "UTF-8");
        // The files are the truth; what changes a configuration elsewhere must not rewrite them.
        settings.put("felix.fileinstall.enableConfigSave", "false");
    }

    private static void shell(Map<String, String> settings, Options options, Path distribution) {
        settings.put("gosh.home", distribution.resolve("lib/shell").toString());
        // End of input ends the shell, not the servers; without a terminal there is no shell to end.
        settings.put("gosh.args", options.shell() ? "--noshutdown" : "--nointeractive");
    }
}
