package dev.patchbay.launcher.framework;

import dev.patchbay.launcher.home.Home;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/**
 * The properties of the framework, which its bundles read as well. A system property of the same name takes precedence,
 * so {@code JAVA_OPTS} can change each of them. System properties whose names begin with those of the framework are
 * passed on too.
 */
public final class FrameworkSettings {

    /** The start level at which all servers accept connections. Bundles of higher levels start after the ready line. */
    static final int SERVING_LEVEL = 8;

    /** The beginnings of the names of properties that the framework itself reads; it does not see system properties. */
    private static final List<String> PASSED_ON = List.of("org.osgi.framework.", "felix.");

    private FrameworkSettings() {}

    /**
     * Returns the properties for a home directory.
     *
     * @param distribution the directory of the distribution
     * @param shell        whether the shell reads standard input
     */
    public static Map<String, String> of(Home home, Path distribution, boolean shell) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("patchbay.home", home.directory().toString());
        framework(settings, home);
        shell(settings, distribution, shell);
        settings.replaceAll(System::getProperty);
        for (String name : System.getProperties().stringPropertyNames()) {
            if (PASSED_ON.stream().anyMatch(name::startsWith)) {
                settings.put(name, System.getProperty(name));
            }
        }
        return settings;
    }

    private static void framework(Map<String, String> settings, Home home) {
        settings.put(
                Constants.FRAMEWORK_STORAGE, home.cache().resolve("framework").toString());
        // Bundles come from lib/bundles and plugins/, and configurations from conf/, so an older cache has nothing to
        // keep.
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(SERVING_LEVEL));
        settings.put("org.osgi.service.log.admin.loglevel", "INFO");
    }

    private static void shell(Map<String, String> settings, Path distribution, boolean interactive) {
        settings.put("gosh.home", distribution.resolve("lib/shell").toString());
        // At the end of its input the shell exits, but the servers go on. Without a terminal there is no shell.
        settings.put("gosh.args", interactive ? "--noshutdown" : "--nointeractive");
    }
}
