package org.unbroken.integrity.verify;

import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;

/**
 * What reading a file gave.
 *
 * @param bytes how many were read, of those expected
 * @param surplus how many more were seen after those expected; reading stops early, so there may be more still
 * @param chunks each chunk's digest; none for a chunk that could not be read
 * @param sha256 of the expected bytes; none when some could not be read
 * @param trouble why some could not be read; empty when all could
 */
public record FileDigests(
        long bytes, long surplus, List<Optional<Sha256>> chunks, Optional<Sha256> sha256, String trouble) {
    public FileDigests {
        chunks = List.copyOf(chunks);
    }

    /**
     * Reads the expected bytes once, from where the channel stands, and looks beyond them for more.
     *
     * @param progressBytes is told how many bytes have been read so far
     */
    public static FileDigests read(ReadableByteChannel file, long expectedBytes, LongConsumer progressBytes) {
        return FileReading.of(file, expectedBytes, progressBytes);
    }

    /** Size, chunks, chain and plain digest against those of the manifest, for which this was read. */
    public VerificationReport compare(Manifest manifest) {
        List<Check> checks = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        FileChecks.compare(this, manifest, checks, damaged);
        return VerificationReport.of(checks, damaged);
    }
}
