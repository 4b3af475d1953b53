package dev.patchbay.handler.echo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void handlersImportOnlyTheApi() {
        JavaClasses handler = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.patchbay.handler.echo");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.patchbay.api",
                        "dev.patchbay.handler.echo..",
                        "org.osgi.service.component.annotations",
                        "org.osgi.annotation..")
                .check(handler);
    }
}
