package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The path of the socket, and keys that nobody knows. */
class ConfigReaderPathTest {

    /** Two bytes in UTF-8. */
    private static final String TWO_BYTES = "\u00e4";

    @Test
    void aMissingPathIsAFaultThatSaysWhatToWrite() {
        for (Map<String, String> missing : List.of(Map.<String, String>of(), Map.of("socket.path", " "))) {
            assertThat(faultsOf(() -> ConfigReader.read(missing, ConfigReaderPathTest::filter)))
                    .singleElement()
                    .asString()
                    .startsWith("socket.path: is missing")
                    .contains("absolute path");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/a\tb.sock", "/run/a.sock /.", "/run/b/a.sock\u2003/x/.."})
    void pathThatAConfigurationCouldNotHoldIsRefused(String path) {
        assertThat(faults(path)).singleElement().asString().startsWith("socket.path = ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo.sock",
                "./echo.sock",
                "../echo.sock",
                "/",
                "//",
                "/..",
                "/run/..",
                "/run/.",
                "/run/echo.sock/"
            })
    void whatIsNotTheAbsolutePathOfAFileIsRefused(String path) {
        assertThat(faults(path))
                .singleElement()
                .asString()
                .startsWith("socket.path = " + path + ": ")
                .contains("begins with /");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/run/link/../echo.sock", "/run/./echo.sock", "//run//echo.sock", "/../echo.sock", "/run/..sock"
            })
    void aPathIsWhatTheKernelGets(String path) throws InvalidConfigurationException {
        assertThat(read(path).socket().path()).isEqualTo(path);
    }

    @Test
    void aPathOf107BytesFitsAndOneOf108DoesNot() throws InvalidConfigurationException {
        String fits = "/" + "x".repeat(106);

        assertThat(read(fits).socket().path()).isEqualTo(fits);
        assertThat(faults(fits + "x"))
                .singleElement()
                .asString()
                .startsWith("socket.path = " + fits + "x")
                .contains("108 bytes", "107", "shorter");
    }

    @Test
    void bytesAreCountedNotCharacters() throws InvalidConfigurationException {
        String fits = "@x" + TWO_BYTES.repeat(53);
        String tooLong = "/run/" + TWO_BYTES.repeat(52);

        assertThat(fits.substring(1).getBytes(StandardCharsets.UTF_8)).hasSize(107);
        assertThat(read(fits).socket().path()).isEqualTo(fits);
        assertThat(faults("@" + TWO_BYTES.repeat(54)))
                .singleElement()
                .asString()
                .contains("108 bytes after the @");
        assertThat(tooLong).hasSizeLessThan(107);
        assertThat(faults(tooLong)).singleElement().asString().contains("109 bytes");
    }

    @Test
    void aPathOf107BytesWithOtherThanAsciiLettersFits() throws InvalidConfigurationException {
        assumeThat(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder())
                .as("the file names of this machine")
                .matches(encoder -> encoder.canEncode(TWO_BYTES));
        String fits = "/" + TWO_BYTES.repeat(53);

        assertThat(read(fits).socket().path()).isEqualTo(fits);
    }

    @Test
    void aNulInAPathIsRefused() {
        assertThat(faults("/run/a\0b")).singleElement().asString().contains("control character");
    }

    @Test
    void aNameBehindAnAtSignIsAbstract() throws InvalidConfigurationException {
        assertThat(read("@echo").socket().isAbstract()).isTrue();
        assertThat(read("@echo").socket().path()).isEqualTo("@echo");
        assertThat(faults("@")).singleElement().asString().startsWith("socket.path = @: ");
    }

    @Test
    void aNameBehindSystemdIsThatOfAnInheritedSocket() throws InvalidConfigurationException {
        assertThat(read("systemd:echo.socket").socket().isInherited()).isTrue();
        assertThat(read("systemd:echo.socket").socket().inheritedName()).isEqualTo("echo.socket");
        for (String wrong : List.of("systemd:", "systemd:a:b", "systemd:" + TWO_BYTES, "systemd:" + "x".repeat(256))) {
            assertThat(faults(wrong)).singleElement().asString().contains("FileDescriptorName");
        }
    }

    @Test
    void keysThatNobodyKnowsAreFound() {
        Map<String, String> properties =
                Map.of("socket.path", "@x", "socket.pth", "@y", "Loops", "1", "idle", "1", "write.high", "9");

        assertThat(UnknownKeys.of(properties)).containsExactly("Loops", "idle", "socket.pth");
    }

    @Test
    void keysThatComeAlongInOsgiAreNotUnknown() {
        Map<String, String> foreign = Map.of(
                "service.pid", "dev.patchbay.server~echo",
                "service.factoryPid", "dev.patchbay.server",
                "component.id", "7",
                "felix.fileinstall.filename", "file:/conf/echo.cfg",
                "osgi.ds.satisfying.condition.target", "(osgi.condition.id=true)",
                ".hidden", "x");

        assertThat(UnknownKeys.of(foreign)).isEmpty();
    }

    @Test
    void noKeyOfOursIsUnknown() throws InvalidConfigurationException {
        assertThat(UnknownKeys.of(read("@x").toMap())).isEmpty();
    }

    private static ServerConfig read(String path) throws InvalidConfigurationException {
        return ConfigReader.read(Map.of("socket.path", path), ConfigReaderPathTest::filter);
    }

    private static List<String> faults(String path) {
        return faultsOf(() -> read(path));
    }

    /** Returns what is wrong with the configuration that is read. */
    static List<String> faultsOf(ThrowingCallable reading) {
        InvalidConfigurationException rejected = catchThrowableOfType(InvalidConfigurationException.class, reading);
        assertThat(rejected).as("rejected").isNotNull();
        return rejected.faults();
    }

    /** Stands for the LDAP filters of OSGi: matches what names the same text under "filter". */
    static Predicate<Map<String, ?>> filter(String text) {
        if (!text.endsWith(")")) {
            throw new IllegalArgumentException("is not a filter");
        }
        return properties -> text.equals(properties.get("filter"));
    }
}
