package dev.patchbay.protocols.descriptors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.Programs;
import dev.patchbay.protocols.Swapping;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Clients in Python and Java that exchange open files with a handler that is swapped all the time. */
@Timeout(120)
class DescriptorClientsTest {

    private static final int ROUNDS = 500;

    private static final String PYTHON = """
            import os, socket, sys
            path, mine, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
            s = socket.socket(socket.AF_UNIX)
            s.connect(path)
            def line(data):
                while not data.endswith(b'\\n'):
                    data += s.recv(1000)
                return data.decode().rstrip()
            for i in range(rounds):
                s.sendall(b'get file\\n')
                data, fds, _, _ = socket.recv_fds(s, 1000, 4)
                assert line(data) == 'ok 4' and len(fds) == 1, (data, fds)
                assert os.pread(fds[0], 9, 0) == b'text'
                os.close(fds[0])
                f = os.open(mine, os.O_RDWR | os.O_CREAT | os.O_APPEND)
                socket.send_fds(s, [b'a'], [f])
                s.sendall(b'ppend x')
                s.sendall(b'\\n')
                assert line(b'') == 'ok'
                socket.send_fds(s, [b'measure\\n'], [f])
                assert line(b'') == 'ok %d' % (i + 1)
                os.close(f)
            s.sendall(b'take taken\\n')
            data, fds, _, _ = socket.recv_fds(s, 1000, 4)
            assert line(data) == 'ok 5' and os.read(fds[0], 9) == b'taken'
            s.sendall(b'measure\\nget ../file\\nget none\\n')
            f = s.makefile()
            print(f.readline(), f.readline(), f.readline(), end='')
            """;

    @TempDir
    private Path folder;

    private Path socket;
    private Server server;
    private Swapping swapping;

    @BeforeEach
    void start() throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(files.resolve("file"), "text");
        socket = folder.resolve("descriptors");
        server = Server.at(socket).with("swap.timeout", "60s").start();
        swapping = new Swapping(server, () -> new DescriptorHandler(files), 11);
    }

    @AfterEach
    void stop() {
        swapping.close();
        server.close();
    }

    @Test
    void pythonGetsAndGivesOpenFiles() throws IOException {
        String python = Programs.require("python3", "python3");
        assumeTrue(
                Programs.run(python, "-c", "import socket; socket.send_fds").status() == 0,
                "python3 has no socket.send_fds: install Python 3.9 or newer");
        long before = descriptors();
        Path script = Files.writeString(folder.resolve("client.py"), PYTHON);
        Path appended = folder.resolve("appended");
        Path taken = folder.resolve("files/taken");
        do {
            Files.deleteIfExists(appended);
            Files.writeString(taken, "taken");
            String printed = Programs.run(python, "" + script, "" + socket, "" + appended, "" + ROUNDS)
                    .ok();
            assertThat(printed).contains("no descriptor came", "no name of a file", "No such file");
            assertThat(Files.readString(appended)).isEqualTo("x".repeat(ROUNDS));
            while (Files.exists(taken)) {
                Thread.onSpinWait(); // It is removed after its descriptor was sent.
            }
        } while (swapping.swaps() <= 50);
        while (!server.connections().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(descriptors()).isLessThan(before + ROUNDS / 2);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void junixsocketGetsAndGivesOpenFiles() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "12345");
        int rounds = 0;
        try (AFUNIXSocket client = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(socket))) {
            client.setAncillaryReceiveBufferSize(1024);
            BufferedReader answers = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            for (; rounds < ROUNDS || swapping.swaps() <= 50; rounds++) {
                client.getOutputStream().write("get file\n".getBytes(UTF_8));
                assertThat(answers.readLine()).isEqualTo("ok 4");
                try (FileInputStream file = new FileInputStream(client.getReceivedFileDescriptors()[0])) {
                    assertThat(new String(file.readAllBytes(), UTF_8)).isEqualTo("text");
                }
                try (FileOutputStream file = new FileOutputStream(mine.toFile(), true)) {
                    client.setOutboundFileDescriptors(file.getFD());
                    client.getOutputStream().write("append 6\n".getBytes(UTF_8));
                    assertThat(answers.readLine()).isEqualTo("ok");
                }
            }
        }
        assertThat(mine).hasContent("12345" + "6".repeat(rounds));
    }
}
