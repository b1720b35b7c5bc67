package io.highwater.payment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.highwater.payment");

    @Test
    void featuresKeepToTheirBounds() {
        ApplicationModules.of(PaymentServiceApplication.class).verify();
    }

    @Test
    void theRulesKnowNoAdapter() {
        noClasses()
                .that()
                .resideInAPackage("io.highwater.payment.credit")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.highwater.payment.credit.(*)..",
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
                .resideInAPackage("io.highwater.payment.credit.web")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.highwater.payment.credit.persistence", "io.highwater.payment.credit.messaging")
                .check(CLASSES);
    }
}
