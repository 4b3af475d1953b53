package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries that {@code getfacl} prints. */
class AccessListTest {

    private static final Set<Long> TRUSTED = Set.of(1000L, 1001L);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:4711:rwx",
                "user:4711:-w-",
                "group:4711:rwx",
                "group:1000:rwx",
                "user:4711:rwx\t\t#effective:rwx"
            })
    void anEntryThatLetsAnotherUserOrGroupWriteIsFound(String entry) {
        assertThat(AccessList.grants(entry, TRUSTED)).isTrue();
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
                "user:1001:rwx",
                "user:0:rwx",
                "default:user:4711:rwx"
            })
    void otherEntriesAreHarmless(String entry) {
        assertThat(AccessList.grants(entry, TRUSTED)).isFalse();
    }
}
