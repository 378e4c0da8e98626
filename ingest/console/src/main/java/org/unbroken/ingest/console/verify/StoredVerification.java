package org.unbroken.ingest.console.verify;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Reads a recording back from the store and compares it with its manifest, and that with the log. The log's key is this
 * server's own: who distrusts the server verifies elsewhere, with a key from elsewhere.
 */
final class StoredVerification {
    private final WormStore worm;
    private final CustodyLog log;

    StoredVerification(WormStore worm, CustodyLog log) {
        this.worm = worm;
        this.log = log;
    }

    VerificationReport run(Recording recording, LongConsumer progressBytes) throws IOException {
        byte[] manifest = manifest(recording);
        byte[] receipt = log.receipt(recording.id()).map(TlogProof::encode).orElse(null);
        TrustPolicy trusted = new TrustPolicy(log.believedKeys());
        List<Check> checks = new ArrayList<>(ledgerAgrees(recording, manifest));
        List<Long> damaged = List.of();
        try (SeekableByteChannel original = worm.open(ObjectKey.original(recording.id()))) {
            VerificationReport report = FileVerification.run(original, manifest, receipt, trusted, progressBytes);
            checks.addAll(report.checks());
            damaged = report.damagedChunks();
        } catch (NoSuchFileException e) {
            checks.addAll(
                    FileVerification.runWithoutFile(manifest, receipt, trusted).checks());
            checks.add(new Check("original", Outcome.FAILED, "the original is not in the store"));
        }
        return new VerificationReport(checks, damaged, Verdict.of(checks));
    }

    private byte @Nullable [] manifest(Recording recording) throws IOException {
        try {
            return worm.read(ObjectKey.manifest(recording.id()), Manifest.MAX_BYTES);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** A manifest that is gone, or another than the one sealed, is damage, whatever the rest says. */
    private static List<Check> ledgerAgrees(Recording recording, byte @Nullable [] manifest) {
        if (manifest == null) {
            return List.of(new Check("stored", Outcome.FAILED, "the manifest is not in the store"));
        }
        Sha256 found = Sha256.of(manifest);
        Optional<Sha256> sealed = recording.manifestSha256();
        boolean same = sealed.filter(found::equals).isPresent();
        return List.of(new Check(
                "stored",
                same ? Outcome.PASSED : Outcome.FAILED,
                same
                        ? "the stored manifest is the one that the ledger names"
                        : "the stored manifest has digest " + found + ", and the ledger names "
                                + sealed.map(Sha256::hex).orElse("none")));
    }
}
