package dev.patchbay.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a configuration of each file whose {@linkplain ConfigurationName name} says so, and deletes it when the file is deleted. A file
 * that cannot be used is reported in the log, and changes nothing: what was applied before stays in force, and other files are not
 * affected. The same holds for the second of two files for one configuration, until the first is deleted.
 *
 * <p>{@code ${name}} in a file is replaced by the property of the framework or of the system, or by the environment variable, of that
 * name. An unknown name is left as it is, so that the consumer of the value reports it as a fault.
 *
 * <p>One thread at a time calls all methods but {@link #faults}, which any thread may call.
 */
final class ConfigurationFiles {

    private static final Logger log = LoggerFactory.getLogger(ConfigurationFiles.class);

    private final ConfigurationAdmin admin;
    private final SystemdNotifier notifier;
    private final UnaryOperator<String> variables;

    /** The file from which each configuration was made, by full PID. */
    private final Map<String, Path> sources = new HashMap<>();

    /** The files that wait for another of the same configuration to be deleted. */
    private final SortedMap<Path, ConfigurationName> waiting = new TreeMap<>();

    /** Why files of servers cannot be used, by the name of the server. */
    private final Map<String, String> faults = Collections.synchronizedMap(new TreeMap<>());

    /**
     * Creates a reader of configuration files.
     *
     * @param notifier  is notified of each change
     * @param variables returns the value of a variable, or null if there is none
     */
    ConfigurationFiles(ConfigurationAdmin admin, SystemdNotifier notifier, UnaryOperator<String> variables) {
        this.admin = admin;
        this.notifier = notifier;
        this.variables = variables;
    }

    /** Returns why files of servers cannot be used, by the name of the server. */
    Map<String, String> faults() {
        synchronized (faults) {
            return new TreeMap<>(faults);
        }
    }

    /** Applies a new file, or reports why it has no effect. */
    void install(Path file) {
        apply(file, false);
    }

    /** Applies a file that was written again. Its configuration is applied even if it is the same: a drained server starts. */
    void update(Path file) {
        apply(file, true);
    }

    private void apply(Path file, boolean again) {
        String advice = ConfigurationName.advice(fileName(file));
        if (!advice.isEmpty() && !again) {
            log.warn("{} {}", text(file), LogText.of(advice));
        }
        Optional<ConfigurationName> found = ConfigurationName.of(fileName(file));
        if (found.isEmpty() || found.get().isMisplaced()) {
            return;
        }
        ConfigurationName name = found.get();
        Path source = sources.get(name.fullPid());
        if (source != null && !source.equals(file)) {
            if (waiting.put(file, name) == null) {
                log.warn(
                        "{} has no effect, because {} is the configuration {} already; remove one of the two",
                        text(file),
                        text(source),
                        LogText.of(name.fullPid()));
            }
            return;
        }
        // Also a file that cannot be read now is the source from the start, so that its repair does not depend on
        // others.
        sources.put(name.fullPid(), file);
        try {
            Dictionary<String, Object> values =
                    new Hashtable<>(ConfigurationValues.of(ConfigurationText.read(file), variables));
            faults.remove(name.name());
            notifier.reload(() -> set(configuration(name), values, again));
        } catch (IOException | RuntimeException e) {
            refuse(file, name, e);
        }
    }

    private static void set(Configuration configuration, Dictionary<String, Object> values, boolean again)
            throws IOException {
        if (again) {
            configuration.update(values);
        } else {
            configuration.updateIfDifferent(values);
        }
    }

    private void refuse(Path file, ConfigurationName name, Exception e) {
        String reason =
                LogText.of(e instanceof ConfigurationText.Unusable ? e.getMessage() : "cannot be applied: " + e);
        if (name.isServer()) {
            faults.put(name.name(), "the file " + reason);
        }
        log.error(
                "{} {}. It changes nothing: what was applied before, if anything, stays in force", text(file), reason);
    }

    /** Deletes the configuration of a file that was deleted, unless another file takes its place. */
    void uninstall(Path file) {
        ConfigurationName name = ConfigurationName.of(fileName(file)).orElse(null);
        if (waiting.remove(file) != null || name == null || !sources.remove(name.fullPid(), file)) {
            return;
        }
        faults.remove(name.name());
        Optional<Path> other = waiting.keySet().stream()
                .filter(candidate -> waiting.get(candidate).fullPid().equals(name.fullPid()))
                .findFirst();
        if (other.isPresent()) {
            waiting.remove(other.get());
            install(other.get());
            return;
        }
        try {
            notifier.reload(() -> configuration(name).delete());
        } catch (IOException | RuntimeException e) {
            log.error("the configuration {} cannot be deleted", LogText.of(name.fullPid()), e);
        }
    }

    private Configuration configuration(ConfigurationName name) throws IOException {
        return name.name().isEmpty()
                ? admin.getConfiguration(name.pid(), "?")
                : admin.getFactoryConfiguration(name.pid(), name.name(), "?");
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }

    private static String text(Path file) {
        return LogText.of(file.toString());
    }
}
