package io.highwater.broker.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms of the broker and who may enter which.
@AnalyzeClasses(packages = "io.highwater.broker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROTOCOL = "io.highwater.broker.protocol..";
    private static final String LOG = "io.highwater.broker.log..";
    private static final String CORE = "io.highwater.broker.core..";
    private static final String SERVER = "io.highwater.broker.server..";
    private static final String NET = "io.highwater.broker.server.net..";
    private static final String API = "io.highwater.broker.server.api..";
    private static final String RUNTIME = "io.highwater.broker.server.runtime..";
    private static final String CONFIG = "io.highwater.broker.server.config..";
    private static final String METRICS = "io.highwater.broker.server.metrics..";

    @ArchTest
    static final ArchRule PROTOCOL_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOG, CORE, SERVER);

    @ArchTest
    static final ArchRule LOG_KNOWS_THE_PROTOCOL_ONLY = noClasses()
            .that()
            .resideInAPackage(LOG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, SERVER, "java.net..", "org.slf4j..");

    @ArchTest
    static final ArchRule CORE_IS_PURE = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    LOG,
                    SERVER,
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule CORE_HAS_NO_CLOCK_AND_NO_THREADS = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, java.security.SecureRandom.class, java.time.Clock.class);

    @ArchTest
    static final ArchRule PARTS_OF_CORE_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.highwater.broker.core.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule RUNTIME_KNOWS_NO_SOCKETS_AND_NO_HANDLERS = noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NET, API);

    @ArchTest
    static final ArchRule HANDLERS_KNOW_NO_SOCKETS = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(NET);

    @ArchTest
    static final ArchRule SOCKETS_DECIDE_NOTHING = noClasses()
            .that()
            .resideInAPackage(NET)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CORE);

    @ArchTest
    static final ArchRule METRICS_KNOW_NOBODY = noClasses()
            .that()
            .resideInAPackage(METRICS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NET, API, RUNTIME, CONFIG, CORE, LOG, PROTOCOL);

    @ArchTest
    static final ArchRule SETTINGS_KNOW_NOBODY = noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NET, API, RUNTIME, METRICS, CORE, LOG, PROTOCOL);

    @ArchTest
    static final ArchRule ONLY_RUNTIME_AND_NET_CREATE_THREADS = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL, LOG, CORE, API, CONFIG)
            .should()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_OPENS_FILES = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL, LOG, CORE, RUNTIME, NET, API, METRICS)
            .and()
            .resideOutsideOfPackage("io.highwater.broker.log.store..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .callMethod(
                    java.nio.channels.FileChannel.class,
                    "open",
                    java.nio.file.Path.class,
                    java.nio.file.OpenOption[].class);

    @ArchTest
    static final ArchRule ONLY_SETTINGS_READ_PROPERTIES = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL, LOG, CORE, RUNTIME, NET, API, METRICS)
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class);

    @ArchTest
    static final ArchRule EXCEPTIONS_ARE_CALLED_SO = classes()
            .that()
            .areAssignableTo(Exception.class)
            .and()
            .doNotHaveSimpleName("InvariantViolation")
            .should()
            .haveSimpleNameEndingWith("Exception");

    @ArchTest
    static void noCycles(JavaClasses all) {
        slices().matching("io.highwater.broker.(protocol|log|core|server).(*)..")
                .should()
                .beFreeOfCycles()
                .check(all);
    }
}
