package io.highwater.broker.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.highwater.broker.log", importOptions = DoNotIncludeTests.class)
class LayersTest {
    private static final String LOG = "io.highwater.broker.log";

    @ArchTest
    static final ArchRule theLogKnowsTheProtocolAndNothingElseOfOurs = classes()
            .that()
            .resideInAPackage(LOG + "..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    LOG + "..",
                    "io.highwater.broker.protocol..",
                    "io.netty.buffer..",
                    "io.netty.util..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule onlyTheStoreOpensFiles = noClasses()
            .that()
            .resideOutsideOfPackage(LOG + ".store")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.RandomAccessFile");

    @ArchTest
    static final ArchRule noClockNoThreadNoLogger = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent", "java.util.logging", "org.slf4j..", "java.net..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule noCycles = slices().matching(LOG + ".(*)..").should().beFreeOfCycles();
}
