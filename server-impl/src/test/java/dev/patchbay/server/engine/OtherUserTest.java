package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.poll.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of another user, in processes of their own; only root can start such. */
class OtherUserTest extends EngineTest {

    private static final String NOBODY = "65534";
    private static final String GROUP = "54321";
    private static final String HIGH_USER = "3000000000";
    private static final String HIGH_GROUP = "4294967294";

    private static final String CLIENT = """
            import java.net.StandardProtocolFamily;
            import java.net.UnixDomainSocketAddress;
            import java.nio.ByteBuffer;
            import java.nio.channels.SocketChannel;

            public class Knock {
                public static void main(String[] arguments) throws Exception {
                    ByteBuffer answer = ByteBuffer.allocate(4);
                    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                        client.connect(UnixDomainSocketAddress.of(arguments[0]));
                        client.write(ByteBuffer.wrap("ping".getBytes()));
                        while (answer.hasRemaining() && client.read(answer) >= 0) {}
                    } catch (java.io.IOException reset) {
                        System.err.println(reset);
                    }
                    System.out.print(new String(answer.array(), 0, answer.position()));
                }
            }
            """;

    @BeforeEach
    void letOthersReachTheSocket() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "setpriv, of util-linux, is not here");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Connects as nobody, who may be in a group, and returns what the server answers. */
    private String knock(TestServer server, String... groups) throws IOException, InterruptedException {
        return knockAs(NOBODY, NOBODY, server, groups);
    }

    private String knockAs(String user, String group, TestServer server, String... groups)
            throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("Knock.java"), CLIENT);
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> command = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid", user, "--regid", group));
        command.addAll(groups.length == 0 ? List.of("--clear-groups") : List.of("--groups", String.join(",", groups)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", source.toString()));
        command.add(server.path().toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Files.delete(source);
        return answer;
    }

    @Test
    void userWhoIsNotAllowedIsRefusedAndOneWhoIsIsServed() throws Exception {
        try (TestServer server = server().with("socket.permissions", "0666")
                .with("allow.uids", "root")
                .start(ECHO)) {
            assertThat(knock(server)).isEmpty();
            assertThat(RecordedEvents.next(server.events.refused)).isEqualTo(RefusalReason.NOT_ALLOWED);
            assertThat(server.events.opened).isEmpty();

            server.reconfigure("allow.uids", "root," + NOBODY);
            assertThat(knock(server)).isEqualTo("ping");
        }
    }

    @Test
    void groupAdmitsItsMembersWhereTheKernelIsAskedForThem() throws Exception {
        try (TestServer server = server().with("socket.permissions", "0666")
                .with("allow.gids", GROUP)
                .start(ECHO)) {
            assertThat(knock(server)).isEmpty();
            assertThat(knock(server, GROUP)).isEqualTo(Platform.epollUnavailable() == null ? "ping" : "");
            server.reconfigure("allow.gids", NOBODY);
            assertThat(knock(server)).isEqualTo("ping");
        }
    }

    @Test
    void numbersAboveTheSignedOnesAreUsersAndGroupsLikeOthers() throws Exception {
        try (TestServer server = server().with("socket.permissions", "0660")
                .with("socket.group", HIGH_GROUP)
                .with("allow.uids", HIGH_USER)
                .start(ECHO)) {
            assertThat(Files.getAttribute(server.path(), "unix:gid")).isEqualTo(Integer.parseUnsignedInt(HIGH_GROUP));
            assertThat(server.server().config().toMap()).containsEntry("socket.group", HIGH_GROUP);
            assertThat(knockAs(HIGH_USER, HIGH_GROUP, server)).isEqualTo("ping");

            server.reconfigure("allow.uids", "root");
            server.reconfigure("allow.gids", HIGH_GROUP);
            assertThat(knockAs(HIGH_USER, HIGH_GROUP, server)).isEqualTo("ping");
            server.reconfigure("allow.gids", NOBODY);
            assertThat(knockAs(HIGH_USER, HIGH_GROUP, server)).isEmpty();
        }
    }
}
