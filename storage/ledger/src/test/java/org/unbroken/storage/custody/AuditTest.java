package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

class AuditTest {
    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private StoreFixture fixture;

    @BeforeEach
    void live() throws Exception {
        fixture = new StoreFixture(directory.resolve("db"), worm);
        fixture.live(8);
    }

    private List<Finding> audit(boolean bytes) throws Exception {
        return Audit.run(worm, List.of(fixture.signer.verifierKey()), bytes, Progress.NONE)
                .findings();
    }

    private List<ObjectKey> keys(String part) {
        return worm.objects.keySet().stream()
                .filter(key -> key.value().contains(part))
                .toList();
    }

    private void flip(ObjectKey key, int at) {
        byte[] bytes = worm.objects.get(key).clone();
        bytes[at] ^= 1;
        worm.objects.put(key, bytes);
    }

    /** Nothing in the store contradicts a log that lacks its end with all that was signed for it. */
    @Test
    void anEndRemovedWithItsCheckpointsIsFoundByWhatTheDatabasePublished() throws Exception {
        List<ObjectKey> segments = keys("log/segments");
        List<ObjectKey> checkpoints = keys("log/checkpoints");
        worm.objects.remove(segments.get(segments.size() - 1));
        worm.objects.remove(checkpoints.get(checkpoints.size() - 1));
        List<VerifierKey> trusted = List.of(fixture.signer.verifierKey());
        AuditReport report = Audit.run(worm, trusted, fixture.settings, true, Progress.NONE);
        assertThat(report.of(Finding.Kind.MISSING))
                .anySatisfy(finding -> assertThat(finding.message()).contains("cut off"));
        assertThat(report.isIntact()).isFalse();
        assertThat(Rebuild.run(
                                worm,
                                fixture.settings,
                                fixture.signer,
                                InstantSource.fixed(Facts.NOW),
                                Facts.RANDOM,
                                Progress.NONE)
                        .replaced())
                .as("a shorter log is not built on")
                .isFalse();
        fixture.open().close();
        assertThat(Audit.run(worm, trusted, fixture.settings, true, Progress.NONE)
                        .findings())
                .as("the start has put the end there again")
                .isEmpty();
    }

    @Test
    void aWholeStoreIsIntact() throws Exception {
        assertThat(audit(true)).isEmpty();
    }

    @Test
    void everyFlippedBitOfASegmentIsFoundAndTheSegmentNamed() throws Exception {
        List<ObjectKey> segments = keys("log/segments");
        ObjectKey segment = segments.get(segments.size() / 2);
        byte[] good = worm.objects.get(segment);
        for (int at = 0; at < good.length; at += 37) {
            flip(segment, at);
            assertThat(audit(false)).as("byte " + at).anySatisfy(finding -> {
                assertThat(finding.isProblem()).isTrue();
                assertThat(finding.object()).isEqualTo(segment.value());
            });
            worm.objects.put(segment, good);
        }
    }

    @Test
    void aRemovedSegmentIsAGap() throws Exception {
        ObjectKey segment = keys("log/segments").get(2);
        worm.objects.remove(segment);
        assertThat(audit(false)).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.MISSING);
            assertThat(finding.object()).isEqualTo(segment.value());
            assertThat(finding.message()).contains("gap");
        });
    }

    @Test
    void aCutOffLogIsFoundByTheCheckpointItLeaves() throws Exception {
        List<ObjectKey> segments = keys("log/segments");
        ObjectKey last = segments.get(segments.size() - 1);
        worm.objects.remove(last);
        assertThat(audit(false)).anySatisfy(finding -> {
            assertThat(finding.object()).isEqualTo(last.value());
            assertThat(finding.message()).contains("cut off");
        });
    }

    @Test
    void aFlippedBitOfAnOriginalNamesRecordingAndChunk() throws Exception {
        ObjectKey original = keys("/original").get(0);
        flip(original, 0);
        assertThat(audit(false)).isEmpty();
        assertThat(audit(true)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.recording()).isEqualTo(Audit.recordingOf(original));
            assertThat(finding.chunks()).containsExactly(0L);
            assertThat(finding.toString()).contains("chunk 0");
        });
    }

    @Test
    void aSwappedManifestARemovedDetailAndARemovedOriginalAreNamed() throws Exception {
        ObjectKey manifest = keys("manifest.json").get(0);
        RecordingId id = Audit.recordingOf(manifest).orElseThrow();
        worm.objects.put(manifest, Facts.manifest(id, "a", "cam9").bytes());
        ObjectKey detail = keys("/details/").get(5);
        worm.objects.remove(detail);
        ObjectKey original = keys("/original").get(3);
        worm.objects.remove(original);
        assertThat(audit(false))
                .extracting(Finding::kind, Finding::object)
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple(Finding.Kind.CHANGED, manifest.value()),
                        org.assertj.core.api.Assertions.tuple(Finding.Kind.MISSING, detail.value()),
                        org.assertj.core.api.Assertions.tuple(Finding.Kind.MISSING, original.value()));
    }

    @Test
    void anotherKeysCheckpointsAreNotBelieved() throws Exception {
        var other = Ed25519NoteSigner.generate("log.test/2", Facts.RANDOM).verifierKey();
        assertThat(Audit.run(worm, List.of(other), false, Progress.NONE).isIntact())
                .isFalse();
        assertThat(Audit.run(worm, List.of(), false, Progress.NONE).isIntact()).isTrue();
    }

    @Test
    void whatTheLogDoesNotTellOfIsUntrackedAndNoDamage() throws Exception {
        RecordingId id = Facts.id();
        worm.objects.put(ObjectKey.original(id), new byte[] {1});
        worm.objects.put(ObjectKey.analysis(id, Sha256.of("x")), new byte[] {'x'});
        AuditReport report = Audit.run(worm, List.of(fixture.signer.verifierKey()), true, Progress.NONE);
        assertThat(report.of(Finding.Kind.UNTRACKED)).hasSize(2);
        assertThat(report.isIntact()).isTrue();
    }

    /** Its owner goes on at each list, and tells of an analysis only while the audit waits for that. */
    @Test
    void aLogThatGrowsWhileItIsAuditedIsWhole() throws Exception {
        RecordingId id = sealed();
        CustodyFact late = Facts.inspected(worm, id, "a", "continuous");
        WormStore growing = new ThroughWorm(worm) {
            @Override
            public Stream<ObjectKey> list(String prefix) throws IOException {
                List<ObjectKey> listed;
                try (Stream<ObjectKey> keys = super.list(prefix)) {
                    listed = keys.toList();
                }
                grow(store -> StoreFixture.published(store, Facts.plain(CustodyEvent.VIEWED, prefix, id, "a")));
                return listed.stream();
            }
        };
        int[] waits = {0};
        AuditReport report = Audit.run(growing, trusted(), fixture.settings, true, Progress.NONE, () -> {
            if (++waits[0] == 2) {
                grow(store -> StoreFixture.published(store, late));
            }
            return waits[0] < 9;
        });
        assertThat(report.findings()).isEmpty();
        assertThat(report.endInDoubt()).isFalse();
        assertThat(waits[0]).as("waits").isEqualTo(2);
    }

    @Test
    void whatIsDisposedOfWhileItIsAuditedIsNotMissing() throws Exception {
        RecordingId id = sealed();
        WormStore disposing = new ThroughWorm(worm) {
            @Override
            public Optional<StoredObject> find(ObjectKey key) throws IOException {
                if (key.equals(ObjectKey.original(id)) && worm.objects.remove(key) != null) {
                    grow(store -> {
                        Batches.ordered(store, worm, Facts.NOW, false, id);
                        StoreFixture.published(store, Batches.disposed(store, id));
                    });
                }
                return super.find(key);
            }
        };
        assertThat(Audit.run(disposing, trusted(), fixture.settings, false, Progress.NONE)
                        .findings())
                .isEmpty();
        assertThat(worm.objects).doesNotContainKey(ObjectKey.original(id));
    }

    /** Nobody signed them, so that they excuse nothing. */
    @Test
    void entriesThatAreAppendedWithoutACheckpointExplainNothing() throws Exception {
        RecordingId id = sealed();
        List<ObjectKey> segments = keys("log/segments");
        CustodyFact late = Facts.inspected(worm, id, "a", "continuous");
        AuditReport report = Audit.run(worm, trusted(), fixture.settings, false, Progress.NONE, () -> {
            if (keys("log/segments").size() > segments.size()) {
                return false;
            }
            grow(store -> StoreFixture.published(store, late));
            List<ObjectKey> checkpoints = keys("log/checkpoints");
            worm.objects.remove(checkpoints.get(checkpoints.size() - 1));
            return true;
        });
        assertThat(report.of(Finding.Kind.UNTRACKED)).isNotEmpty();
    }

    private List<VerifierKey> trusted() {
        return List.of(fixture.signer.verifierKey());
    }

    private RecordingId sealed() throws Exception {
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(id, "a", "cam1"));
            worm.objects.put(ObjectKey.original(id), new byte[] {1});
            StoreFixture.published(store, Facts.sealed(worm, id, "a", "cam1", new byte[] {1}));
        }
        return id;
    }

    private interface Going {
        void on(CustodyStore store) throws Exception;
    }

    private void grow(Going going) throws IOException {
        try (CustodyStore store = fixture.open()) {
            going.on(store);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
