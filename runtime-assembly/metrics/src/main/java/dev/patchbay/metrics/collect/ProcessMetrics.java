package dev.patchbay.metrics.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process, as the operating system sees it. What the system does not tell is left out. */
public final class ProcessMetrics {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Set<String> WANTED = Set.of("VmRSS", "VmSize", "Threads");
    private static final int KIB = 1024;

    private ProcessMetrics() {}

    /** Adds the metrics of the process. */
    public static void collect(String version, Families families) {
        families.info(
                "target",
                "What the metrics are of.",
                "service_name",
                "patchbay",
                "service_version",
                version,
                "process_runtime_version",
                Runtime.version().toString());
        families.gauge(
                "process_uptime_seconds",
                "The time since the process started.",
                ManagementFactory.getRuntimeMXBean().getUptime() / (double) TimeUnit.SECONDS.toMillis(1));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(time -> families.counter(
                        "process_cpu_time_seconds", "The processor time of the process.", ServerMetrics.seconds(time)));
        descriptors(families);
        status(families);
    }

    private static void descriptors(Families families) {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            families.gauge(
                    "process_unix_file_descriptor_count", "The open file descriptors of the process.", open.count());
        } catch (IOException | UncheckedIOException notTold) {
            return;
        }
    }

    private static void status(Families families) {
        Map<String, Long> status = readStatus();
        memory("process_memory_usage_bytes", "The resident memory of the process.", status.get("VmRSS"), families);
        memory("process_memory_virtual_bytes", "The virtual memory of the process.", status.get("VmSize"), families);
        if (status.containsKey("Threads")) {
            families.gauge("process_thread_count", "The threads of the process.", status.get("Threads"));
        }
    }

    private static void memory(String name, String help, Long kibibytes, Families families) {
        if (kibibytes != null) {
            families.gauge(name, help, kibibytes * (double) KIB);
        }
    }

    /** Returns the numbers in the kernel's file, by name; none where there is no such file. */
    private static Map<String, Long> readStatus() {
        Map<String, Long> numbers = new HashMap<>();
        try {
            for (String line : Files.readAllLines(STATUS)) {
                int mark = line.indexOf(':');
                if (mark > 0 && WANTED.contains(line.substring(0, mark))) {
                    String value = line.substring(mark + 1).replace("kB", "").strip();
                    numbers.put(line.substring(0, mark), Long.parseLong(value));
                }
            }
        } catch (IOException | NumberFormatException notTold) {
            return Map.of();
        }
        return numbers;
    }
}
