package dev.patchbay.bench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes the machine, because figures mean nothing without it. */
public final class Machine {

    private static final int MIB_SHIFT = 10;

    private Machine() {}

    /** Returns properties with their values. What the system does not say is left out. */
    public static Map<String, String> describe() {
        Map<String, String> machine = new LinkedHashMap<>();
        put(machine, "processor", field("/proc/cpuinfo", "model name"));
        put(machine, "cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        put(machine, "memory", memory());
        put(
                machine,
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        put(machine, "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        put(machine, "load average before", load());
        return machine;
    }

    private static void put(Map<String, String> machine, String name, String value) {
        if (!value.isEmpty()) {
            machine.put(name, value);
        }
    }

    private static String memory() {
        String kilobytes = field("/proc/meminfo", "MemTotal").replace(" kB", "");
        return kilobytes.matches("[0-9]{1,15}") ? (Long.parseLong(kilobytes) >> MIB_SHIFT) + " MiB" : "";
    }

    private static String load() {
        String[] words = read("/proc/loadavg").split(" ");
        return words.length > 2 ? words[0] + " " + words[1] + " " + words[2] : "";
    }

    private static String field(String file, String name) {
        for (String line : read(file).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static String read(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
