package dev.patchbay.handler.json;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String HANDLER = "dev.patchbay.handler.json";

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
                        "dev.patchbay.jsonrpc",
                        HANDLER + "..",
                        "org.osgi..",
                        "org.slf4j",
                        "tools.jackson..")
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

    @Test
    void packagesFormNoCircle() {
        slices().matching(HANDLER + ".(*)").should().beFreeOfCycles().check(handler);
    }
}
