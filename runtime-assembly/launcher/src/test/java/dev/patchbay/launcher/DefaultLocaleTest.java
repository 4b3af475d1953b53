package dev.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No source of the project depends on the locale or the encoding of the process. With an Arabic locale, {@code "%d"} is
 * written in other digits; with a Turkish one, the lower case of {@code I} is no {@code i}.
 */
class DefaultLocaleTest {

    private static final Pattern DEPENDENT =
            Pattern.compile("String\\.format\\((?!\\s*Locale\\.)|\\.formatted\\(|\\.to(Lower|Upper)Case\\(\\)"
                    + "|\\.(printf|format)\\(\\s*\"|\\.getBytes\\(\\)|new Formatter\\(|new Scanner\\("
                    + "|new DecimalFormat\\(|new SimpleDateFormat\\(|MessageFormat\\.format\\("
                    + "|(Number|Decimal)Format\\.get\\w*Instance\\(\\)|DateTimeFormatter\\.ofPattern\\(\"[^\"]*\"\\)"
                    + "|new File(Reader|Writer)\\([^,()]*\\)|new InputStreamReader\\([^,()]*(\\(\\))?\\)");

    @Test
    void noSourceDependsOnTheLocaleOfTheProcess() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> sources = mainSources();
        for (Path source : sources) {
            String text = Files.readString(source);
            Matcher dependent = DEPENDENT.matcher(text);
            while (dependent.find()) {
                long line = text.substring(0, dependent.start()).lines().count();
                found.add(source + ":" + line + ": " + dependent.group() + " needs Locale.ROOT or a charset");
            }
        }

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String.format(\"%d\", 1)",
                "\"%d\".formatted(1)",
                "name.toLowerCase()",
                "out.printf(\"%d\", 1)",
                "text.getBytes()",
                "new InputStreamReader(in)"
            })
    void whatDependsOnItIsFound(String code) {
        assertThat(DEPENDENT.matcher(code).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String.format(Locale.ROOT, \"%d\", 1)",
                "name.toLowerCase(Locale.ROOT)",
                "Durations.format(duration)",
                "text.getBytes(UTF_8)",
                "new InputStreamReader(in, UTF_8)"
            })
    void whatNamesItIsNotFound(String code) {
        assertThat(DEPENDENT.matcher(code).find()).isFalse();
    }

    private static List<Path> mainSources() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("CHANGELOG.md"))) {
            root = root.getParent();
        }
        Path top = root;
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> top.relativize(file).toString().matches(".*src/main/java(25)?/.*\\.java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
