package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

class LdapFilterTest {

    private static final Map<String, Object> PROPERTIES = Map.of(
            "handler.name",
            "echo",
            "service.ranking",
            7,
            "tags",
            new String[] {"fast", "a(b)c*"},
            "places",
            List.of("here", "there"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(handler.name=echo)",
                "(Handler.Name=echo)",
                "(handler.name=*)",
                "(handler.name=e*o)",
                "(handler.name=*ch*)",
                "(&(handler.name=echo)(service.ranking>=7))",
                "(service.ranking<=10)",
                "(|(handler.name=json)(tags=fast))",
                "(!(handler.name=json))",
                "(tags=a\\(b\\)c\\*)",
                "(places=there)",
                " ( & (handler.name=echo) ( ! (places=nowhere) ) ) "
            })
    void matchesWhatTheFrameworksFilterMatches(String filter) throws InvalidSyntaxException {
        assertThat(LdapFilter.parse(filter).test(PROPERTIES)).isTrue();
        assertThat(FrameworkUtil.createFilter(filter).match(new Hashtable<>(PROPERTIES)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(handler.name=json)",
                "(handler.name=Echo)",
                "(missing=*)",
                "(service.ranking>=8)",
                "(service.ranking<=6)",
                "(&(handler.name=echo)(tags=slow))",
                "(!(handler.name=echo))",
                "(|(handler.name=a)(handler.name=b))"
            })
    void doesNotMatchWhatTheFrameworksFilterDoesNot(String filter) throws InvalidSyntaxException {
        assertThat(LdapFilter.parse(filter).test(PROPERTIES)).isFalse();
        assertThat(FrameworkUtil.createFilter(filter).match(new Hashtable<>(PROPERTIES)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "(a=b",
                "a=b",
                "(=b)",
                "()",
                "(&)",
                "(a=b)(c=d)",
                "(a=(b)",
                "(!(a=b)(c=d))",
                "(a)",
                "(a\\"
            })
    void whatIsNoFilterIsRefusedWithThePlace(String filter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LdapFilter.parse(filter))
                .withMessageStartingWith("is not an LDAP filter: at character");
    }

    @Test
    void placeIsWhereTheFaultIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LdapFilter.parse("(a=b)x"))
                .withMessage("is not an LDAP filter: at character 6, there is text after its end");
    }

    @Test
    void filterThatIsNestedWithoutEndIsRefused() {
        int deep = 100_000;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LdapFilter.parse("(!".repeat(deep) + "(a=b)" + ")".repeat(deep)))
                .withMessageContaining("is not an LDAP filter")
                .withMessageContaining("nested");
        assertThat(LdapFilter.parse("(!".repeat(98) + "(a=b)" + ")".repeat(98)).test(Map.of("a", "b")))
                .isTrue();
    }
}
