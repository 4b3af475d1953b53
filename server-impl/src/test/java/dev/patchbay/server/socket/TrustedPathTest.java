package dev.patchbay.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A path is trusted if no other user can make it lead elsewhere, or rename what is created there. */
class TrustedPathTest {

    @TempDir
    Path temporary;

    private Path real;

    @BeforeEach
    void resolveLinks() throws IOException {
        real = temporary.toRealPath();
    }

    @ParameterizedTest
    @CsvSource({"700, true", "755, true", "1777, true", "1775, true", "777, false", "775, false", "757, false"})
    void writersOtherThanTheOwnerAreTrustedOnlyIfTheDirectoryIsSticky(String mode, boolean trusted) throws Exception {
        Path folder = OtherUser.folder(real.resolve("run"), mode);

        assertThat(TrustedPath.isTrusted(folder)).isEqualTo(trusted);
    }

    @Test
    void aDirectoryBelowOneThatOthersCanChangeIsNotTrusted() throws Exception {
        Path shared = OtherUser.folder(real.resolve("shared"), "777");
        Path mine = Files.createDirectories(shared.resolve("a/b"));

        assertThat(TrustedPath.isTrusted(mine)).isFalse();
    }

    @Test
    void aLinkIsFollowedToTheEnd() throws Exception {
        Path shared = OtherUser.folder(real.resolve("shared"), "777");
        Path mine = OtherUser.folder(real.resolve("mine"), "700");
        Files.createSymbolicLink(real.resolve("toShared"), Path.of("toSharedToo"));
        Files.createSymbolicLink(real.resolve("toSharedToo"), shared);
        Files.createSymbolicLink(real.resolve("toMine"), mine);

        assertThat(TrustedPath.isTrusted(real.resolve("toShared"))).isFalse();
        assertThat(TrustedPath.isTrusted(real.resolve("toMine"))).isTrue();
        assertThat(TrustedPath.isTrusted(real.resolve("toShared/.."))).isFalse();
        assertThat(TrustedPath.isTrusted(real.resolve("toMine/.././mine"))).isTrue();
    }

    @Test
    void aLinkThatOthersCanReplaceIsNotTrustedWhereverItLeads() throws Exception {
        Path shared = OtherUser.folder(real.resolve("shared"), "777");
        Path mine = OtherUser.folder(real.resolve("mine"), "700");
        Files.createSymbolicLink(shared.resolve("link"), mine);

        assertThat(TrustedPath.isTrusted(shared.resolve("link"))).isFalse();
    }

    @Test
    void whatBelongsToAnotherUserIsNotTrusted() throws Exception {
        OtherUser.assumeThereIsOne();
        Path sticky = OtherUser.folder(real.resolve("sticky"), "1777");
        OtherUser.runs(sticky, "mkdir theirs && ln -s " + real + " link");

        assertThat(TrustedPath.isTrusted(sticky)).isTrue();
        assertThat(TrustedPath.isTrusted(sticky.resolve("theirs"))).isFalse();
        assertThat(TrustedPath.isTrusted(sticky.resolve("link"))).isFalse();
    }
}
