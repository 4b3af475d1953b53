package dev.patchbay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever programs against the API finds a sentence at everything in it. */
class DocumentationTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    private static final Pattern TYPE =
            Pattern.compile("\\s*(?!private\\b)((\\w|-)+ )*(class|interface|record|enum|@interface) (\\w+)\\b.*[{(].*");

    @Test
    void everyTypeHasJavadoc() throws IOException {
        List<String> types = new ArrayList<>();
        List<String> bare = new ArrayList<>();
        for (Path source : sources("")) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                if (TYPE.matcher(lines.get(i)).matches()) {
                    types.add(lines.get(i).strip());
                    if (!isDocumented(lines, i)) {
                        bare.add(source + ":" + (i + 1) + ": " + lines.get(i).strip());
                    }
                }
            }
        }
        assertThat(bare).isEmpty();
        assertThat(types)
                .hasSizeGreaterThan(
                        sources("").size() - sources("package-info.java").size());
    }

    @Test
    void everyPackageHasAPage() throws IOException {
        for (Path source : sources("")) {
            Path page = source.resolveSibling("package-info.java");
            assertThat(page).content().startsWith("/**");
        }
    }

    /** Looks above the annotations. */
    private static boolean isDocumented(List<String> lines, int type) {
        int above = type - 1;
        while (above >= 0 && lines.get(above).strip().startsWith("@")) {
            above--;
        }
        return above >= 0 && lines.get(above).strip().endsWith("*/");
    }

    private static List<Path> sources(String name) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> name.isEmpty() || file.endsWith(name))
                    .toList();
        }
    }
}
