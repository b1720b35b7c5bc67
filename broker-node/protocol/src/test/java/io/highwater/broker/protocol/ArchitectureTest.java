package io.highwater.broker.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The protocol depends on the JDK, Netty's buffers and the compression codecs, and on nothing else.
@AnalyzeClasses(
        packages = "io.highwater.broker.protocol",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutGenerator.class})
class ArchitectureTest {
    /// The generator is on the class path of the build and has rules of its own.
    static final class WithoutGenerator implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/generator/");
        }
    }

    @ArchTest
    static final ArchRule dependsOnBuffersAndCodecsOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "io.netty.buffer..",
                    "io.netty.util..",
                    "com.github.luben.zstd..",
                    "net.jpountz..",
                    "org.xerial.snappy..",
                    "io.highwater.broker.protocol..");

    @ArchTest
    static final ArchRule generatorStaysInTheBuild =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.highwater.broker.protocol.generator..");

    @ArchTest
    static final ArchRule librariesOfCodecsAreLoadedByCodecsOnly = noClasses()
            .that()
            .doNotHaveSimpleName("Codecs")
            .and()
            .doNotHaveSimpleName("SnappyBlocks")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.luben.zstd..", "net.jpountz..", "org.xerial.snappy..");

    @ArchTest
    static final ArchRule nothingHereDoesIo = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent..", "java.nio.channels..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.highwater.broker.protocol.(*)..").should().beFreeOfCycles();
}
