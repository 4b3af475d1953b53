package dev.patchbay.support.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class BundleJarTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.0.0",
        "1.2, 1.2.0",
        "1.2.3, 1.2.3",
        "1.2-SNAPSHOT, 1.2.0.SNAPSHOT",
        "1.2.3.4, 1.2.3.4",
        "1.2.3-rc.1+b, 1.2.3.rc_1_b",
        "2026.01.02, 2026.01.02",
        "99999999999, 0.0.0",
        "main, 0.0.0",
        "'', 0.0.0"
    })
    void anyVersionBecomesOneThatOsgiTakes(String text, String version) {
        assertThat(BundleJar.version(text)).isEqualTo(version);
        assertThat(Version.parseVersion(BundleJar.version(text))).isNotNull();
    }
}
