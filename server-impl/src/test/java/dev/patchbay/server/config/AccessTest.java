package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.api.PeerCredentials;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

    private static Access read(Object uids, Object gids) throws InvalidConfigurationException {
        return ConfigReader.read(
                        Map.of("socket.path", "@x", "allow.uids", uids, "allow.gids", gids), text -> any -> true)
                .access();
    }

    private static PeerCredentials peer(long uid, Long... gids) {
        return new PeerCredentials(1, uid, List.of(gids));
    }

    @Test
    void everybodyIsAdmittedIfNobodyIsNamed() throws InvalidConfigurationException {
        assertThat(read("", " ").admits(peer(PeerCredentials.UNKNOWN))).isTrue();
    }

    @Test
    void usersAndMembersOfGroupsAreAdmittedAndNobodyElse() throws InvalidConfigurationException {
        Access access = read("1000, 1001", "50");
        assertThat(access.admits(peer(1000, 1L))).isTrue();
        assertThat(access.admits(peer(1001))).isTrue();
        assertThat(access.admits(peer(1002, 7L, 50L))).isTrue();
        assertThat(access.admits(peer(1002, 7L))).isFalse();
        assertThat(access.admits(peer(0, 0L))).isFalse();
        assertThat(access.admits(peer(PeerCredentials.UNKNOWN))).isFalse();
    }

    @Test
    void listsOfNumbersAreRead() throws InvalidConfigurationException {
        assertThat(read(new int[] {7, 8}, new Long[] {9L}).uids()).containsExactlyInAnyOrder(7L, 8L);
        assertThat(read(7, List.of()).uids()).containsExactly(7L);
    }

    @Test
    void aListOfListsIsRefused() {
        for (Object wrong : List.of(List.of(List.of("7")), new String[][] {{"7"}}, new Object[] {new int[] {7}})) {
            assertThatExceptionOfType(InvalidConfigurationException.class)
                    .isThrownBy(() -> read(wrong, ""))
                    .withMessage("allow.uids: is a list of lists; write one list");
        }
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> read(new String[] {"7", null}, ""))
                .withMessageStartingWith("allow.uids: has an element that is null");
    }

    @Test
    void namesAreLookedUpAndListsMayBeArrays() throws InvalidConfigurationException {
        Access access = read(new String[] {"root", "12"}, List.of("root"));
        assertThat(access.uids()).containsExactlyInAnyOrder(0L, 12L);
        assertThat(access.gids()).containsExactly(0L);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody-of-that-name, 'allow.uids = nobody-of-that-name: names the user nobody-of-that-name, which does not exist'",
        "4294967295, 'allow.uids = 4294967295: names 4294967295, which is not a user'",
        "99999999999, 'allow.uids = 99999999999: names the user 99999999999, which does not exist'",
        "-1, 'allow.uids = -1: names the user -1, which does not exist'",
        "',', 'allow.uids = ,: names no user'",
        "' , ,', 'allow.uids = , ,: names no user'",
        "\u0663, 'allow.uids = \u0663: names the user \u0663, which does not exist'",
        "1000.0, 'allow.uids = 1000.0: names the user 1000.0, which does not exist'",
        "--help, 'allow.uids = --help: names the user --help, which does not exist'"
    })
    void whoeverDoesNotExistIsAFault(String uids, String fault) {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> read(uids, ""))
                .satisfies(
                        e -> assertThat(e.faults()).singleElement().asString().startsWith(fault));
    }
}
