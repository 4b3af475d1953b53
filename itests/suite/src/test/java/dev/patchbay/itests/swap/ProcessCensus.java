package dev.patchbay.itests.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resources of this process that can leak. Threads are counted by name, with numbers in the name ignored.
 *
 * @param threads     platform threads by name
 * @param descriptors open descriptors
 * @param libraries   mapped shared libraries
 */
record ProcessCensus(Map<String, Long> threads, long descriptors, long libraries) {

    private static final Path SELF = Path.of("/proc/self");

    static boolean isPossible() {
        return Files.isDirectory(SELF.resolve("fd"));
    }

    static ProcessCensus take() throws IOException {
        Map<String, Long> threads = Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.groupingBy(
                        thread -> thread.getName().replaceAll("\\d+", "#"), TreeMap::new, Collectors.counting()));
        try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"));
                Stream<String> maps = Files.lines(SELF.resolve("maps"))) {
            return new ProcessCensus(
                    threads,
                    descriptors.count(),
                    maps.filter(line -> line.matches(".*\\.so[.\\d]*( \\(deleted\\))?"))
                            .map(line -> line.substring(line.lastIndexOf(' ', line.indexOf(".so")) + 1))
                            .distinct()
                            .count());
        }
    }

    /**
     * Returns the threads that are there to stay: not those of a pool, whose size depends on how many calls happened to
     * run at once, nor those that a probe starts for one answer.
     */
    Map<String, Long> lastingThreads() {
        return threads.entrySet().stream()
                .filter(thread -> !thread.getKey().matches("patchbay-handler.*|ForkJoinPool.*|probe-answer"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Returns how many threads run handlers that may block. */
    long handlerThreads() {
        return threads.entrySet().stream()
                .filter(thread -> thread.getKey().startsWith("patchbay-handler"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
