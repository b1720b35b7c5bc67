package io.highwater.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// What may know what: the engine knows nothing but Java, running knows the engine, an order's saga knows both.
class ModularityTest {
    @Test
    void modulesKeepToThemselvesAndHaveNoCycles() {
        var modules = ApplicationModules.of(SagaOrchestratorApplication.class);

        assertThat(modules.stream().map(module -> module.getIdentifier().toString()))
                .containsExactlyInAnyOrder("engine", "order", "running");
        modules.verify();
    }

    @Test
    void theEngineIsPure() {
        var engine = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.highwater.saga.engine");

        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.highwater.saga.engine",
                        "java.lang..",
                        "java.util",
                        "java.util.function..",
                        "java.util.stream..",
                        "java.time",
                        "java.nio.charset",
                        "org.jspecify.annotations")
                .check(engine);
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(engine);
    }
}
