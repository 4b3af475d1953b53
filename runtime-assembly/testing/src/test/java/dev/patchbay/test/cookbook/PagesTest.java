package dev.patchbay.test.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java on the pages for authors of handlers is that of tests. */
class PagesTest {

    private static final Path SOURCES = Path.of("src/test/java");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "../../api/COOKBOOK.md"})
    void eachExampleIsPartOfATest(String page) throws IOException {
        String sources = sources();
        List<String> examples = examples(Path.of(page));
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            for (String part : example.split("\n\\s*\\.\\.\\.\n")) {
                assertThat(sources).contains(withoutIndent(part));
            }
        }
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
            return withoutIndent(all.toString());
        }
    }

    private static List<String> examples(Path page) throws IOException {
        List<String> examples = new ArrayList<>();
        String[] parts = Files.readString(page).split("```");
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("java\n")) {
                examples.add(parts[i].substring("java\n".length()));
            }
        }
        return examples;
    }

    /** Where the formatter has broken a line does not matter, nor that the examples share a class. */
    private static String withoutIndent(String code) {
        return code.lines()
                .map(line -> line.replace("static final class", "final class").replace(" ", ""))
                .collect(Collectors.joining());
    }
}
