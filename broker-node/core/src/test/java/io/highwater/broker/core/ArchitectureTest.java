package io.highwater.broker.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The rules that make the core testable and reproducible; breaking one breaks the build.
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.highwater.broker.core");

    @Test
    void coreKnowsNothingButTheProtocolAndCollections() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.highwater.broker.core..",
                        "io.highwater.broker.protocol..",
                        "io.netty.buffer..",
                        "java.lang..",
                        "java.math..",
                        "java.nio",
                        "java.nio.charset",
                        "java.util",
                        "java.util.function..",
                        "java.util.random..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "org.jspecify.annotations..")
                .check(CORE);
    }

    @Test
    void coreStartsNoThreads() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(CORE);
    }

    @Test
    void coreReadsNoClockAndDrawsNoNumbersByItself() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Instant.class)
                .check(CORE);
    }

    @Test
    void coreReadsNoPropertiesAndNoEnvironment() {
        noClasses()
                .should()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CORE);
    }

    @Test
    void siblingsDoNotKnowEachOther() {
        for (var sibling : new String[] {"group", "controller", "replication"}) {
            noClasses()
                    .that()
                    .resideInAPackage("..core." + sibling + "..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("..core.group..", "..core.controller..", "..core.replication..")
                                    .and(not(resideInAPackage("..core." + sibling + ".."))))
                    .check(CORE);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.highwater.broker.core.(**)")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void nothingIsSharedBetweenCoordinators() {
        ArchRuleDefinition.fields()
                .that()
                .areStatic()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CORE);
    }
}
