package io.highwater.inventory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.highwater.inventory");

    @Test
    void featuresKeepToTheirBounds() {
        ApplicationModules.of(InventoryServiceApplication.class).verify();
    }

    @Test
    void theRulesKnowNoAdapter() {
        noClasses()
                .that()
                .resideInAPackage("io.highwater.inventory.stock")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.highwater.inventory.stock.(*)..",
                        "org.springframework.web..",
                        "org.springframework.http..",
                        "org.springframework.jdbc..",
                        "org.springframework.kafka..",
                        "org.apache.kafka..",
                        "tools.jackson..",
                        "java.sql..")
                .check(CLASSES);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.highwater.inventory.stock.web")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.highwater.inventory.stock.persistence", "io.highwater.inventory.stock.messaging")
                .check(CLASSES);
    }
}
