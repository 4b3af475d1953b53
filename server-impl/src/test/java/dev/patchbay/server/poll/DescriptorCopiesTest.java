package dev.patchbay.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

class DescriptorCopiesTest {

    @TempDir
    Path directory;

    private FileInputStream file(String content) throws IOException {
        return new FileInputStream(
                Files.writeString(directory.resolve(content), content).toFile());
    }

    @Test
    void copiesStayOpenWhenTheOriginalsAreClosed() throws Exception {
        FileDescriptor[] copies;
        try (FileInputStream a = file("a");
                FileInputStream b = file("b")) {
            copies = DescriptorCopies.of(a.getFD(), b.getFD());
        }
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        try (FileInputStream a = new FileInputStream(copies[0]);
                FileInputStream b = new FileInputStream(copies[1])) {
            assertThat(a.readAllBytes()).containsExactly('a');
            assertThat(b.readAllBytes()).containsExactly('b');
        }
        assertThat(copies).noneMatch(FileDescriptor::valid);
    }

    @Test
    void originalsStayOpenWhenTheCopiesAreClosed() throws Exception {
        try (FileInputStream a = file("a")) {
            FileDescriptor[] copies = DescriptorCopies.of(a.getFD());
            DescriptorCopies.close(copies);
            DescriptorCopies.close(copies);
            assertThat(copies[0].valid()).isFalse();
            assertThat(a.readAllBytes()).containsExactly('a');
        }
    }

    @Test
    void socketIsNotShutDownWithItsCopy() throws Exception {
        AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        try (AFUNIXSocketChannel one = pair.getSocket1();
                AFUNIXSocketChannel other = pair.getSocket2()) {
            DescriptorCopies.close(DescriptorCopies.of(one.getFileDescriptor()));
            one.write(ByteBuffer.wrap(new byte[3]));
            assertThat(other.read(ByteBuffer.allocate(10))).isEqualTo(3);
        }
    }

    @Test
    void endOfAPipeIsCopied() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process cat = new ProcessBuilder("cat", pipe.toString()).start();
        FileDescriptor[] copies;
        try (FileOutputStream original = new FileOutputStream(pipe.toFile())) {
            copies = DescriptorCopies.of(original.getFD());
        }
        try (FileOutputStream copy = new FileOutputStream(copies[0])) {
            copy.write('x');
        }
        assertThat(cat.getInputStream().readAllBytes()).containsExactly('x');
    }

    @Test
    void closedDescriptorIsRefusedAndNothingIsLeftOpen() throws Exception {
        FileInputStream closed = file("closed");
        FileDescriptor descriptor = closed.getFD();
        closed.close();
        try (FileInputStream a = file("a")) {
            int before = open();
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> DescriptorCopies.of(a.getFD(), a.getFD(), descriptor))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("file descriptor 3 of 3 is closed");
            }
            assertThat(open()).isLessThan(before + 50);
        }
    }

    @Test
    void asManyAsOneMessageTakesAreCopied() throws Exception {
        try (FileInputStream a = file("a")) {
            FileDescriptor[] originals = new FileDescriptor[253];
            Arrays.fill(originals, a.getFD());
            int before = open();
            FileDescriptor[] copies = DescriptorCopies.of(originals);
            assertThat(copies).hasSize(253).doesNotHaveDuplicates().allMatch(FileDescriptor::valid);
            DescriptorCopies.close(copies);
            assertThat(open()).isLessThan(before + 50);
        }
    }

    @Test
    void runningOutOfDescriptorsLeavesNothingOpen() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 100 && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("cannot duplicate file descriptor").contains("left 0");
    }

    /** Duplicates more than the process may open. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws IOException {
            FileDescriptor[] originals = new FileDescriptor[253];
            Arrays.fill(originals, FileDescriptor.in);
            DescriptorCopies.close(DescriptorCopies.of(FileDescriptor.in));
            int before = open();
            try {
                DescriptorCopies.of(originals);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
            System.out.println("left " + (open() - before));
        }
    }

    private static int open() {
        return Path.of("/proc/self/fd").toFile().list().length;
    }
}
