package org.unbroken.deploy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of the design's table of rooms: each module uses those before it, and only the libraries named. */
final class ArchitectureTest {
    private static final String JDK = "java..";
    private static final String INTEGRITY = "org.unbroken.integrity..";
    private static final String RULES = "org.unbroken.storage.rules..";
    private static final String[] WORM = {
        "org.unbroken.storage.durable..",
        "org.unbroken.storage.worm..",
        "org.unbroken.storage.staging..",
        "org.unbroken.storage.shared..",
        "org.unbroken.storage.s3.."
    };
    private static final String[] LEDGER = {
        "org.unbroken.storage.intake..",
        "org.unbroken.storage.stamps..",
        "org.unbroken.storage.custody..",
        "org.unbroken.storage.ledger..",
        "org.unbroken.storage.access..",
        "org.unbroken.storage.packs..",
        "org.unbroken.storage.rocks..",
        "org.unbroken.storage.keys..",
        "org.unbroken.storage.witness..",
        "org.unbroken.storage.attest.."
    };
    private static final String EVENTS = "org.unbroken.storage.events..";
    private static final String TRANSCODE = "org.unbroken.transcode..";
    private static final String GATEWAY = "org.unbroken.ingest.gateway..";
    private static final String CONSOLE = "org.unbroken.ingest.console..";
    private static final String PIPELINE = "org.unbroken.ingest.pipeline..";
    private static final String DEPLOY = "org.unbroken.deploy..";

    private static JavaClasses all = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // Packaged, a module's tests that others use come as a jar, which that option does not know.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("org.unbroken");
    }

    @Test
    void looksAtTheModulesAtAll() {
        for (String room : new String[] {INTEGRITY, RULES, WORM[1], LEDGER[0], TRANSCODE, DEPLOY}) {
            Assertions.assertThat(all.that(resideInAPackage(room))).as(room).isNotEmpty();
        }
    }

    @Test
    void aCourtsEngineerCanReadIntegrityAlone() {
        only(
                new String[] {INTEGRITY},
                INTEGRITY,
                JDK,
                "org.bouncycastle..",
                "com.fasterxml.jackson.core..",
                "org.jspecify..");
    }

    @Test
    void rulebooksComputeAndReachNowhere() {
        only(
                new String[] {RULES},
                RULES,
                "org.unbroken.integrity",
                "org.unbroken.integrity.json..",
                "org.unbroken.integrity.digest..",
                "org.unbroken.integrity.manifest..",
                JDK,
                "org.jspecify..");
    }

    @Test
    void storesKnowNothingOfCustodyMediaOrTheNetwork() {
        usesNoneOf(WORM, join(LEDGER, TRANSCODE, GATEWAY, CONSOLE, PIPELINE, DEPLOY));
        usesNoneOf(WORM, "io.netty..", "org.rocksdb..", "org.apache.flink..", "org.eclipse.jetty..", "org.bytedeco..");
    }

    @Test
    void theLedgerUsesStoresAndRocksDb() {
        usesNoneOf(LEDGER, TRANSCODE, GATEWAY, CONSOLE, PIPELINE, DEPLOY);
        usesNoneOf(LEDGER, "io.netty..", "org.apache.flink..", "org.eclipse.jetty..", "org.bytedeco..");
    }

    @Test
    void kafkaIsSpokenInOneRoomAndByTheJobs() {
        usesNoneOf(new String[] {EVENTS}, TRANSCODE, GATEWAY, CONSOLE, PIPELINE, DEPLOY);
        usesNoneOf(join(join(WORM, LEDGER), GATEWAY, CONSOLE, TRANSCODE), "org.apache.kafka..");
    }

    @Test
    void onlyTheStoresSpeakS3() {
        check(noClasses()
                .that(resideInAPackage("org.unbroken..").and(not("org.unbroken.storage.s3..")))
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon..")));
    }

    @Test
    void transcodeParsesMediaAndNothingElse() {
        usesNoneOf(new String[] {TRANSCODE}, join(join(WORM, LEDGER), GATEWAY, CONSOLE, PIPELINE, DEPLOY));
        usesNoneOf(
                new String[] {TRANSCODE}, "io.netty..", "org.rocksdb..", "org.apache.flink..", "org.eclipse.jetty..");
    }

    @Test
    void onlyTheWorkerTouchesFfmpeg() {
        check(noClasses()
                .that(resideInAPackage("org.unbroken..").and(not(TRANSCODE)))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco..")));
    }

    @Test
    void theCamerasDoorHasNoEngineAndNoDecoderBehindIt() {
        usesNoneOf(new String[] {GATEWAY}, TRANSCODE, CONSOLE, PIPELINE, DEPLOY);
        usesNoneOf(new String[] {GATEWAY}, "org.apache.flink..", "org.rocksdb..", "org.eclipse.jetty..");
    }

    @Test
    void thePeoplesDoorHasNoEngineAndNoDecoderBehindIt() {
        usesNoneOf(new String[] {CONSOLE}, TRANSCODE, GATEWAY, PIPELINE, DEPLOY);
        usesNoneOf(new String[] {CONSOLE}, "org.apache.flink..", "org.rocksdb..", "io.netty..");
    }

    @Test
    void theJobsKnowNeitherDoor() {
        usesNoneOf(new String[] {PIPELINE}, GATEWAY, CONSOLE, DEPLOY);
        usesNoneOf(new String[] {PIPELINE}, "io.netty..", "org.eclipse.jetty..");
    }

    @Test
    void onlyTheJobsUseFlink() {
        check(noClasses()
                .that(resideInAPackage("org.unbroken..").and(not(PIPELINE)))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.flink..")));
    }

    @Test
    void rocksDbIsUsedInOnePlace() {
        check(noClasses()
                .that(resideInAPackage("org.unbroken..").and(DescribedPredicate.not(resideInAnyPackage(LEDGER))))
                .should()
                .dependOnClassesThat(resideInAPackage("org.rocksdb..")));
    }

    private static DescribedPredicate<JavaClass> not(String room) {
        return DescribedPredicate.not(resideInAPackage(room));
    }

    private static void only(String[] room, String... allowed) {
        check(classes().that(resideInAnyPackage(room)).should().onlyDependOnClassesThat(resideInAnyPackage(allowed)));
    }

    private static void usesNoneOf(String[] room, String... forbidden) {
        check(noClasses().that(resideInAnyPackage(room)).should().dependOnClassesThat(resideInAnyPackage(forbidden)));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(all);
    }

    private static String[] join(String[] some, String... more) {
        String[] joined = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, joined, some.length, more.length);
        return joined;
    }
}
