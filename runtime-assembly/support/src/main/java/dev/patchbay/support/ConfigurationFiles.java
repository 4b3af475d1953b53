package dev.patchbay.support;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Creates a factory configuration for each file {@code PID~NAME.cfg} that File Install finds, and deletes it when the
 * file is deleted. File Install itself supports only {@code PID-NAME.cfg}. It would read {@code PID~NAME.cfg} as a
 * configuration that is not of a factory and has a tilde in its PID.
 *
 * <p>The files are properties files in UTF-8. {@code ${name}} is replaced by the property of the framework or of the
 * system, or by the environment variable, of that name. An unknown name is left as it is, so that the consumer of the
 * value reports it as a fault.
 */
final class ConfigurationFiles implements ArtifactInstaller {

    private static final Pattern NAME = Pattern.compile("([^~]+)~(.+)\\.cfg");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^${}]+)}");

    private final ConfigurationAdmin admin;
    private final SystemdNotifier notifier;
    private final UnaryOperator<String> variables;

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

    @Override
    public boolean canHandle(File file) {
        return NAME.matcher(file.getName()).matches();
    }

    @Override
    public void install(File file) throws IOException {
        notifier.reload(() -> configuration(file).updateIfDifferent(read(file)));
    }

    @Override
    public void update(File file) throws IOException {
        install(file);
    }

    @Override
    public void uninstall(File file) throws IOException {
        notifier.reload(() -> configuration(file).delete());
    }

    private Configuration configuration(File file) throws IOException {
        Matcher name = NAME.matcher(file.getName());
        if (!name.matches()) {
            throw new IllegalArgumentException(
                    file + " is not a configuration file of a factory: its name has to be PID~NAME.cfg");
        }
        return admin.getFactoryConfiguration(name.group(1), name.group(2), "?");
    }

    private Dictionary<String, Object> read(File file) throws IOException {
        Properties text = new Properties();
        try (Reader reader = Files.newBufferedReader(file.toPath(), StandardCharsets.UTF_8)) {
            text.load(reader);
        }
        Dictionary<String, Object> values = new Hashtable<>();
        for (String key : text.stringPropertyNames()) {
            values.put(key, resolve(text.getProperty(key)).strip());
        }
        return values;
    }

    private String resolve(String value) {
        return VARIABLE.matcher(value).replaceAll(this::value);
    }

    private String value(MatchResult variable) {
        String value = variables.apply(variable.group(1));
        return Matcher.quoteReplacement(value == null ? variable.group() : value);
    }
}
