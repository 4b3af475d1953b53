package dev.patchbay.server.plugins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Records what is installed. The entry {@code text} of a plugin decides what it does: {@code needs X} lacks the plugin X, {@code breaks}
 * does not start, {@code invalid} cannot be staged.
 */
final class FakeTarget implements PluginTarget {

    final List<String> calls = new ArrayList<>();
    final List<Plugin> serving = new ArrayList<>();
    long environment;

    final class Plugin implements InstalledPlugin {
        PluginContent content;

        @Override
        public void remove() {
            calls.add("remove " + content.identity());
            serving.remove(this);
            delete(content);
        }
    }

    private static void delete(PluginContent content) {
        try {
            Files.delete(content.copy());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(PluginContent content) {
        try (ZipFile zip = new ZipFile(content.copy().toFile())) {
            ZipEntry entry = zip.getEntry("text");
            return entry == null ? "" : new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public StagedPlugin stage(PluginContent content, InstalledPlugin replaced) throws UnusablePluginException {
        String text = text(content);
        if (text.equals("invalid")) {
            delete(content);
            throw new UnusablePluginException("it is invalid");
        }
        return new StagedPlugin() {
            @Override
            public Optional<String> missing() {
                boolean there = !text.startsWith("needs ")
                        || environment > 0
                        || serving.stream().anyMatch(other -> text.endsWith(other.content.identity()));
                return there ? Optional.empty() : Optional.of("it " + text);
            }

            @Override
            public InstalledPlugin commit() throws UnusablePluginException {
                if (text.equals("breaks")) {
                    delete(content);
                    throw new UnusablePluginException("it breaks");
                }
                Plugin plugin = replaced == null ? new Plugin() : (Plugin) replaced;
                calls.add((replaced == null ? "install " : "update ") + content.identity() + " " + content.version());
                if (replaced == null) {
                    serving.add(plugin);
                } else {
                    delete(plugin.content);
                }
                plugin.content = content;
                return plugin;
            }

            @Override
            public void discard() {
                delete(content);
            }
        };
    }

    @Override
    public long environment() {
        return environment;
    }

    /** Returns the calls since the last time. */
    List<String> take() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }
}
