package dev.patchbay.handler.json;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String HANDLER = "dev.patchbay.handler.json";

    private static final List<String> PACKAGES = List.of(
            "logging",
            "config",
            "framing",
            "buffer",
            "strict",
            "jackson",
            "message",
            "reflect",
            "method",
            "publish",
            "discover",
            "notification",
            "call",
            "rpc",
            "mcp",
            "embed");

    private final JavaClasses handler = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HANDLER);

    @Test
    void ofPatchbayTheHandlerImportsOnlyTheApis() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.patchbay.api",
                        "dev.patchbay.jsonrpc..",
                        HANDLER + "..",
                        "org.osgi..",
                        "org.slf4j",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation")
                .check(handler);
    }

    @Test
    void onlyTheShellKnowsOfOsgi() {
        noClasses()
                .that()
                .resideInAPackage(HANDLER + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.osgi..")
                .check(handler);
    }

    /** A pattern may take a time that grows with a power of the length of what a client sends. */
    @Test
    void noRegularExpressionIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex")
                .orShould()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "split", String.class)
                .orShould()
                .callMethod(String.class, "split", String.class, int.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .orShould()
                .callMethod(String.class, "replaceFirst", String.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Scanner")
                .check(handler);
    }

    /** Each package may depend on those before it in the list, and on no other package of the handler. */
    @Test
    void packagesDependInOneDirection() {
        for (int i = 0; i < PACKAGES.size(); i++) {
            String[] later = PACKAGES.subList(i + 1, PACKAGES.size()).stream()
                    .map(name -> HANDLER + "." + name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(HANDLER + "." + PACKAGES.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(handler);
        }
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(handler.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(HANDLER))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        PACKAGES.stream().map(name -> HANDLER + "." + name).toList());
    }

    @Test
    void packagesHoldAtMostTenTypes() {
        assertThat(handler.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting())))
                .allSatisfy((name, types) -> assertThat(types).isLessThanOrEqualTo(10));
    }
}
