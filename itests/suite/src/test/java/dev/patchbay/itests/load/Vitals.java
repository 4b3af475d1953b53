package dev.patchbay.itests.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process uses at one moment, as Linux and the tools of the JDK report it.
 *
 * @param threads       platform threads
 * @param descriptors   open file descriptors
 * @param heapBytes     the heap in use after a collection
 * @param residentBytes resident memory
 * @param peakBytes     the most resident memory that there was
 */
record Vitals(long threads, long descriptors, long heapBytes, long residentBytes, long peakBytes) {

    private static final long KIB = 1024;
    private static final Pattern USED =
            Pattern.compile("^ *(?!.*(Metaspace|class space)).*\\bused (\\d+)K", Pattern.MULTILINE);

    /** Looks at a process, after a collection of its garbage. */
    static Vitals of(long pid) throws IOException, InterruptedException {
        tool(pid, "GC.run");
        String heap = tool(pid, "GC.heap_info");
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        String[] descriptors = Path.of("/proc/" + pid + "/fd").toFile().list();
        return new Vitals(
                field(status, "Threads"),
                descriptors == null ? 0 : descriptors.length,
                used(heap),
                KIB * field(status, "VmRSS"),
                KIB * field(status, "VmHWM"));
    }

    private static long used(String heap) {
        long kib = 0;
        Matcher used = USED.matcher(heap);
        while (used.find()) {
            kib += Long.parseLong(used.group(2));
        }
        if (kib == 0) {
            throw new AssertionError("cannot read the heap out of this:\n" + heap);
        }
        return KIB * kib;
    }

    private static long field(String status, String name) {
        Matcher field =
                Pattern.compile("^" + name + ":\\s+(\\d+)", Pattern.MULTILINE).matcher(status);
        if (!field.find()) {
            throw new AssertionError("there is no " + name + " in\n" + status);
        }
        return Long.parseLong(field.group(1));
    }

    private static String tool(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(List.of(
                        jcmd.toString(), "-J-Dsun.tools.attach.attachTimeout=60000", Long.toString(pid), command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError("jcmd " + command + " failed:\n" + output);
        }
        return output;
    }

    @Override
    public String toString() {
        return String.format(
                "%3d threads, %5d descriptors, heap %6.1f MiB, resident %6.1f MiB, peak %6.1f MiB",
                threads, descriptors, mib(heapBytes), mib(residentBytes), mib(peakBytes));
    }

    private static double mib(long bytes) {
        return bytes / (KIB * KIB * 1.0);
    }
}
