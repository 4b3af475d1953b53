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
 * Makes a factory configuration of each file {@code PID~NAME.cfg} that File Install finds, and deletes it with the file.
 * File Install by itself knows {@code PID-NAME.cfg} only, and takes the other for one configuration whose PID has a tilde.
 *
 * <p>The files are properties files in UTF-8. {@code ${name}} stands for a property of the framework or of the system, or
 * else for a variable of the environment; one that is not known stays as it is, for whoever gets the value to complain.
 */
final class ConfigurationFiles implements ArtifactInstaller {

    private static final Pattern NAME = Pattern.compile("([^~]+)~(.+)\\.cfg");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^${}]+)}");

    private final ConfigurationAdmin admin;
    private final ServiceManager manager;
    private final UnaryOperator<String> variables;

    /**
     * Makes the reader.
     *
     * @param manager   hears of each change
     * @param variables looks up the value of a variable; null if there is none
     */
    ConfigurationFiles(ConfigurationAdmin admin, ServiceManager manager, UnaryOperator<String> variables) {
        this.admin = admin;
        this.manager = manager;
        this.variables = variables;
    }

    @Override
    public boolean canHandle(File file) {
        return NAME.matcher(file.getName()).matches();
    }

    @Override
    public void install(File file) throws IOException {
        manager.reload(() -> configuration(file).updateIfDifferent(read(file)));
    }

    @Override
    public void update(File file) throws IOException {
        install(file);
    }

    @Override
    public void uninstall(File file) throws IOException {
        manager.reload(() -> configuration(file).delete());
    }

    private Configuration configuration(File file) throws IOException {
        Matcher name = NAME.matcher(file.getName());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is not named PID~NAME.cfg");
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
