package dev.patchbay.metrics.collect;

import dev.patchbay.metrics.collect.Families.Durations;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Java virtual machine, with the names of OpenTelemetry. */
public final class JvmMetrics {

    // Java makes a new list, with all beans of the platform behind it, at each question.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans();
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
    private static final List<BufferPoolMXBean> BUFFERS = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

    private JvmMetrics() {}

    /** Adds the metrics of the Java virtual machine. */
    public static void collect(Families families) {
        memory(families);
        garbage(families);
        buffers(families);
        int daemons = THREADS.getDaemonThreadCount();
        String threadHelp = "The live threads of Java, without virtual ones.";
        families.gauge("jvm_thread_count", threadHelp, daemons, "jvm_thread_daemon", "true");
        families.gauge(
                "jvm_thread_count",
                threadHelp,
                Math.max(0, THREADS.getThreadCount() - daemons),
                "jvm_thread_daemon",
                "false");
        families.counter("jvm_class_loaded", "The classes that were loaded.", CLASSES.getTotalLoadedClassCount());
        families.counter("jvm_class_unloaded", "The classes that were unloaded.", CLASSES.getUnloadedClassCount());
        families.gauge("jvm_class_count", "The classes that are loaded.", CLASSES.getLoadedClassCount());
        families.gauge(
                "jvm_cpu_count",
                "The processors that Java may use.",
                Runtime.getRuntime().availableProcessors());
    }

    private static void memory(Families families) {
        for (MemoryPoolMXBean pool : POOLS) {
            MemoryUsage usage = pool.getUsage();
            if (usage != null) {
                String[] labels = {
                    "jvm_memory_type",
                    pool.getType() == MemoryType.HEAP ? "heap" : "non_heap",
                    "jvm_memory_pool_name",
                    pool.getName()
                };
                families.gauge("jvm_memory_used_bytes", "The memory in use.", usage.getUsed(), labels);
                families.gauge("jvm_memory_committed_bytes", "The memory committed.", usage.getCommitted(), labels);
                if (usage.getMax() >= 0) {
                    families.gauge("jvm_memory_limit_bytes", "The most memory.", usage.getMax(), labels);
                }
                MemoryUsage collected = pool.getCollectionUsage();
                if (collected != null) {
                    families.gauge(
                            "jvm_memory_used_after_last_gc_bytes",
                            "The memory in use after the last garbage collection.",
                            collected.getUsed(),
                            labels);
                }
            }
        }
    }

    private static void garbage(Families families) {
        Map<String, Durations> durations = new LinkedHashMap<>();
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            durations.put(
                    collector.getName(),
                    new Durations(
                            Math.max(0, collector.getCollectionCount()),
                            Math.max(0, collector.getCollectionTime()) / (double) TimeUnit.SECONDS.toMillis(1)));
        }
        if (!durations.isEmpty()) {
            families.durations(
                    "jvm_gc_duration_seconds", "The times that garbage collections took.", "jvm_gc_name", durations);
        }
    }

    private static void buffers(Families families) {
        for (BufferPoolMXBean pool : BUFFERS) {
            String[] labels = {"jvm_buffer_pool_name", pool.getName()};
            families.gauge(
                    "jvm_buffer_memory_used_bytes",
                    "The memory of buffers outside the heap.",
                    pool.getMemoryUsed(),
                    labels);
            families.gauge(
                    "jvm_buffer_memory_limit_bytes",
                    "The capacity of buffers outside the heap.",
                    pool.getTotalCapacity(),
                    labels);
            families.gauge("jvm_buffer_count", "The buffers outside the heap.", pool.getCount(), labels);
        }
    }
}
