package dev.patchbay.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The configurations of servers as operators wrote them, whether they are in force or not. */
final class WrittenConfigurations {

    private static final String SERVER = "dev.patchbay.server";

    /** What File Install, which reads the files in Karaf, notes with each configuration. */
    private static final String FILE = "felix.fileinstall.filename";

    private final ConfigurationAdmin configurations;
    private final String home;

    /**
     * Creates a reader.
     *
     * @param home the home directory; null if there is none
     */
    WrittenConfigurations(ConfigurationAdmin configurations, String home) {
        this.configurations = configurations;
        this.home = home;
    }

    /** Returns the newest configuration of a server, without the keys of OSGi and its tools; empty if there is none. */
    Optional<Map<String, String>> newest(String server) {
        return find(server).map(WrittenConfigurations::values);
    }

    /** Returns the file that the configuration of a server comes from; empty if it is not known. */
    Optional<String> file(String server) {
        if (home != null) {
            return Stream.of("~", "-")
                    .map(mark -> Path.of(home, "conf", SERVER + mark + server + ".cfg"))
                    .filter(Files::exists)
                    .map(Path::toString)
                    .findFirst();
        }
        return find(server)
                .map(Configuration::getProperties)
                .map(properties -> properties.get(FILE))
                .map(Object::toString);
    }

    private Optional<Configuration> find(String server) {
        try {
            Configuration[] found = configurations.listConfigurations("(service.factoryPid=" + SERVER + ")");
            return Stream.ofNullable(found)
                    .flatMap(Stream::of)
                    .filter(configuration -> Stream.of("~", ".")
                            .anyMatch(mark -> configuration.getPid().equals(SERVER + mark + server)))
                    .findFirst();
        } catch (IOException | InvalidSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> values(Configuration configuration) {
        Map<String, String> values = new TreeMap<>();
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties != null) {
            for (Enumeration<String> keys = properties.keys(); keys.hasMoreElements(); ) {
                String key = keys.nextElement();
                if (!isForeign(key)) {
                    values.put(key, String.valueOf(properties.get(key)));
                }
            }
        }
        return values;
    }

    private static boolean isForeign(String key) {
        return Stream.of(".", "service.", "component.", "felix.", "org.", "osgi.")
                .anyMatch(key::startsWith);
    }
}
