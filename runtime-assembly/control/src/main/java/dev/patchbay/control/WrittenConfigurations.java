package dev.patchbay.control;

import dev.patchbay.control.configure.ConfigurationFile;
import dev.patchbay.control.configure.StoredConfiguration;
import dev.patchbay.control.configure.WrittenConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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
            return files(server).stream().map(Path::toString).findFirst();
        }
        return find(server)
                .map(Configuration::getProperties)
                .map(properties -> properties.get(FILE))
                .map(Object::toString);
    }

    /** Returns the files in {@code conf/} that are of a server: one, unless there is a mistake. */
    private List<Path> files(String server) {
        return Stream.of("~", "-")
                .map(mark -> Path.of(home, "conf", SERVER + mark + server + ".cfg"))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /**
     * Returns the place where the configuration of a server is written.
     *
     * @param written is told of each file that was written
     * @throws IOException if there is no such place, or more than one; the message is for the operator
     */
    WrittenConfiguration place(String server, Consumer<Path> written) throws IOException {
        if (home == null) {
            return find(server)
                    .map(StoredConfiguration::new)
                    .orElseThrow(() -> new IOException("Configuration Admin has no configuration of server " + server));
        }
        List<Path> files = files(server);
        if (files.isEmpty()) {
            throw new IOException("server " + server + " has no file in " + Path.of(home, "conf")
                    + "; its configuration was made in another way, and has to be changed there");
        }
        if (files.size() > 1) {
            throw new IOException("both " + files.get(0) + " and " + files.get(1) + " are of server " + server
                    + "; remove the one that has no effect, as the log says which");
        }
        return new ConfigurationFile(files.get(0), written);
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

    /** Returns whether a key is of OSGi or one of its tools, and so never a mistake. */
    static boolean isForeign(String key) {
        return Stream.of(".", "service.", "component.", "felix.", "org.", "osgi.")
                .anyMatch(key::startsWith);
    }
}
