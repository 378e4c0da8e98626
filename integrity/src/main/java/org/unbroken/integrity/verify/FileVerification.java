package org.unbroken.integrity.verify;

import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.manifest.Manifest;

/**
 * Checks a file in hand against its manifest and receipt, as far as they are given.
 *
 * <pre>
 * trusted key ── signs ──▶ checkpoint ── inclusion ──▶ sealed entry ── manifest digest ──▶ manifest ──▶ bytes
 * </pre>
 *
 * Each arrow is a check. Whatever is under test may be hostile: it can fail checks, and nothing else.
 */
public final class FileVerification {
    private FileVerification() {}

    /**
     * Reads the file once, to its end as the manifest tells it and a little beyond.
     *
     * @param progressBytes is told how many bytes have been read so far
     */
    public static VerificationReport run(
            ReadableByteChannel file,
            byte @Nullable [] manifest,
            byte @Nullable [] receipt,
            TrustPolicy trusted,
            LongConsumer progressBytes) {
        List<Check> checks = new ArrayList<>();
        Optional<Manifest> read = ManifestCheck.read(manifest, checks);
        ReceiptChecks.run(receipt, manifest, read, trusted, checks);
        List<Long> damaged = new ArrayList<>();
        FileChecks.run(file, read, progressBytes, checks, damaged);
        return VerificationReport.of(checks, damaged);
    }

    /** As {@link #run}, without a file: what manifest and receipt say of each other and of the log. */
    public static VerificationReport runWithoutFile(
            byte @Nullable [] manifest, byte @Nullable [] receipt, TrustPolicy trusted) {
        List<Check> checks = new ArrayList<>();
        Optional<Manifest> read = ManifestCheck.read(manifest, checks);
        ReceiptChecks.run(receipt, manifest, read, trusted, checks);
        return VerificationReport.of(checks, List.of());
    }
}
