package dev.patchbay.command.check;

import dev.patchbay.support.WrittenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The handlers that bundles and configurations declare. What code registers is not among them. */
final class KnownHandlers {

    private static final String NAME = "handler.name";

    /** The names of the handlers that are there without a configuration, by the PIDs of those that configurations make. */
    private static final Map<String, String> CONFIGURED =
            Map.of("dev.patchbay.handler.json", "json", "dev.patchbay.handler.mcp", "mcp");

    private static final Pattern PROPERTY = Pattern.compile("<property\\s([^>]*)/>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z]+)\\s*=\\s*\"([^\"]*)\"");

    private final List<Map<String, Object>> handlers = new ArrayList<>();

    /** Reads the bundles in some folders and those in them. */
    KnownHandlers(Path... folders) {
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder, 2)) {
                // A pipe would be waited for.
                files.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
                        .forEach(this::add);
            } catch (IOException | UncheckedIOException e) {
                // A folder that does not exist has no handlers, and one that cannot be read is found elsewhere.
                continue;
            }
        }
    }

    private void add(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String components =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Service-Component");
            for (String component : components == null ? new String[0] : components.split("\\s*,\\s*")) {
                ZipEntry entry = jar.getEntry(component);
                if (entry != null) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            // Whether it can be used is the business of another check.
            return;
        }
    }

    private void add(String component) {
        Map<String, Object> properties = new HashMap<>();
        Matcher property = PROPERTY.matcher(component);
        while (property.find()) {
            Map<String, String> attributes = new HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(property.group(1));
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            if (attributes.containsKey("value")) {
                properties.put(attributes.get("name"), attributes.get("value"));
            }
        }
        if (properties.containsKey(NAME)) {
            handlers.add(properties);
        }
    }

    /** Adds the handlers for JSON-RPC and MCP, which configurations make. */
    void add(List<WrittenFile> files) {
        CONFIGURED.values().forEach(name -> handlers.add(Map.of(NAME, name)));
        for (WrittenFile file : files) {
            String byDefault = CONFIGURED.get(file.pid());
            if (byDefault != null && file.fault().isEmpty()) {
                Map<String, Object> properties = new HashMap<>(file.values());
                properties.putIfAbsent(NAME, file.name().isEmpty() ? byDefault : file.name());
                handlers.add(properties);
            }
        }
    }

    /** Returns whether a filter matches one of them. */
    boolean match(Predicate<Map<String, ?>> filter) {
        return handlers.stream().anyMatch(filter);
    }

    /** Returns their names, for people. */
    String names() {
        return handlers.stream()
                .map(properties -> properties.get(NAME).toString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
