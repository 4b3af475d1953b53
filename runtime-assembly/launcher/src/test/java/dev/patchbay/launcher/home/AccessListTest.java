package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries that {@code getfacl} prints. */
class AccessListTest {

    private static final long OWNER = 1000;

    @ParameterizedTest
    @ValueSource(strings = {"user:4711:rwx", "user:4711:-w-", "group:4711:rwx", "user:4711:rwx\t\t#effective:rwx"})
    void anEntryThatLetsAnotherUserOrGroupWriteIsFound(String entry) {
        assertThat(AccessList.grants(entry, OWNER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user::rwx",
                "group::rwx",
                "mask::rwx",
                "other::r-x",
                "user:4711:r-x",
                "user:1000:rwx",
                "user:0:rwx",
                "default:user:4711:rwx"
            })
    void otherEntriesAreHarmless(String entry) {
        assertThat(AccessList.grants(entry, OWNER)).isFalse();
    }
}
