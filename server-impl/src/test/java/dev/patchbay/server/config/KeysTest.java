package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The declared keys are what is read, and what is written about them elsewhere is generated from them. {@code
 * -Dpatchbay.generate=true} writes the files again.
 */
class KeysTest {

    private static final Path METATYPE = Path.of("src/main/resources/OSGI-INF/metatype/dev.patchbay.server.xml");
    private static final Path TABLE = Path.of("CONFIGURATION.md");
    private static final Path OPTIONS = Path.of("../api/src/main/java/dev/patchbay/api/embed/ServerOptions.java");

    @Test
    void declaredKeysAndDefaultsAreThoseThatAreRead() throws InvalidConfigurationException {
        Map<String, String> read = ConfigReader.read(Map.of("socket.path", "@x"), LdapFilter::parse)
                .toMap();

        assertThat(read.keySet()).containsExactlyElementsOf(names());
        for (Key<?> key : Keys.all()) {
            assertThat(read.get(key.name())).isEqualTo(key.isRequired() ? "@x" : key.byDefault());
        }
    }

    @Test
    void leastAndGreatestValuesAreAcceptedAndTheNumbersBesideThemAreNot() throws InvalidConfigurationException {
        for (Key<?> key : Keys.all()) {
            if (key.type().equals("whole number")) {
                long least = Long.parseLong(key.least());
                long greatest = Long.parseLong(key.greatest());
                // Of the watermarks, the other one is put out of the way.
                read("write.low", "0", key.name(), least);
                read("write.high", "1073741824", key.name(), greatest - (key == Keys.WRITE_LOW ? 1 : 0));
                assertRefused(key, least - 1);
                assertRefused(key, greatest + 1);
            }
        }
    }

    @Test
    void everyKeyIsExplainedToPeople() {
        for (Key<?> key : Keys.all()) {
            assertThat(key.label()).as("label of %s", key).matches("[A-Z].*[^.]");
            assertThat(key.text()).as("text of %s", key).matches("[A-Z].*\\.");
            assertThat(key.unit().isEmpty())
                    .as("unit of %s", key)
                    .isNotEqualTo(key.type().equals("whole number"));
        }
        assertThat(names()).doesNotHaveDuplicates();
        assertThat(Keys.all()).filteredOn(Key::isRequired).extracting(Key::name).containsExactly("socket.path");
    }

    @Test
    void theMetatypeIsGeneratedFromTheKeys() throws Exception {
        assertGenerated(METATYPE, KeyFiles.metatype());
    }

    @Test
    void theTableOfTheDocumentationIsGeneratedFromTheKeys() throws Exception {
        assertGenerated(TABLE, KeyFiles.table());
    }

    @Test
    void theOptionsOfProgramsAreGeneratedFromTheKeys() throws Exception {
        assertGenerated(OPTIONS, OptionsSource.source());
    }

    @Test
    void toolsFindEveryKeyInTheMetatypeOfTheFactory() throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(METATYPE.toFile())
                .getDocumentElement();
        Element designate = (Element) root.getElementsByTagName("Designate").item(0);
        NodeList attributes = root.getElementsByTagName("AD");

        assertThat(designate.getAttribute("factoryPid")).isEqualTo("dev.patchbay.server");
        assertThat(attributes.getLength()).isEqualTo(Keys.all().size());
        for (int i = 0; i < attributes.getLength(); i++) {
            Element shown = (Element) attributes.item(i);
            Key<?> key = Keys.all().get(i);
            assertThat(shown.getAttribute("id")).isEqualTo(key.name());
            assertThat(shown.getAttribute("name")).isEqualTo(key.label());
            assertThat(shown.getAttribute("default")).isEqualTo(key.byDefault());
            assertThat(shown.getAttribute("description"))
                    .contains(key.unit(), key.least(), key.greatest())
                    .doesNotContain("`");
        }
    }

    private static void assertGenerated(Path file, String expected) throws Exception {
        if (Boolean.getBoolean("patchbay.generate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, expected);
        }
        assertThat(file)
                .as("to be generated again with -Dpatchbay.generate=true")
                .hasContent(expected);
    }

    private static List<String> names() {
        return Keys.all().stream().<String>map(Key::name).toList();
    }

    private static void read(String other, Object otherValue, String key, Object value)
            throws InvalidConfigurationException {
        Map<String, Object> properties = new HashMap<>(Map.of("socket.path", "@x", other, otherValue));
        properties.put(key, value);
        ConfigReader.read(properties, LdapFilter::parse);
    }

    private static void assertRefused(Key<?> key, long value) {
        assertThat(ConfigReaderPathTest.faultsOf(() -> read("loops", 0, key.name(), value)))
                .anyMatch(fault -> fault.startsWith(key + " = " + value + ": is out of range"));
    }
}
