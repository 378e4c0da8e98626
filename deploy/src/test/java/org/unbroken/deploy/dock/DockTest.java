package org.unbroken.deploy.dock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;

final class DockTest {
    private static final Ed25519NoteSigner LOG = Ed25519NoteSigner.generate("unbroken.test/log", new SecureRandom());

    @TempDir
    private Path folder;

    @Test
    void aQuarantinedRecordingIsRefusedWithTheServersReasonAndUploadedAnewTheNextTime() throws Exception {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "what the camera has");
        try (CrankyTusServer server = new CrankyTusServer()) {
            server.quarantine(quarantineReceipt(), "Keep the camera's copy and dock it again");
            Dock dock = dock(server);
            DockOrder order = new DockOrder(clip, "cam-1", Map.of());

            DockResult result = dock.dock(order);

            assertThat(result.report().verdict()).isEqualTo(Verdict.DAMAGED);
            assertThat(result.recording()).isEqualTo("upload-1");
            assertThat(result.quarantined()).contains("Keep the camera's copy and dock it again");
            assertThat(folder.resolve("clip.mp4.receipt")).doesNotExist();
            assertThat(folder.resolve("clip.mp4.receipt.refused")).exists();
            assertThat(dock.dock(order).recording()).isEqualTo("upload-2");
        }
    }

    private static Dock dock(CrankyTusServer server) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        TusClient client = new TusClient(http, server.address(), Optional.empty(), Duration.ofSeconds(60), pause -> {});
        return new Dock(
                client,
                TrustPolicy.ofKeys(LOG.verifierKey()),
                Duration.ofSeconds(60),
                Progress.standard(),
                Optional.empty());
    }

    private static byte[] quarantineReceipt() {
        Instant at = Instant.parse("2026-11-20T18:00:00Z");
        byte[] entry = Entry.builder(
                        CustodyEvent.QUARANTINED,
                        RecordingId.generate(InstantSource.fixed(at), new SecureRandom()),
                        "default",
                        at,
                        "system",
                        Sha256.of("detail"))
                .camera(Entry.cameraKey("default", "cam-1"), 1, Sha256.ZERO)
                .build()
                .bytes();
        String checkpoint = new Checkpoint("unbroken.test/log", 1, TreeHash.leaf(entry)).text();
        return new TlogProof(entry, 0, List.of(), SignedNote.sign(checkpoint, LOG)).encode();
    }
}
