package org.unbroken.integrity.verify;

import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;

/**
 * What reading a file gave.
 *
 * @param bytes how many were read, of those expected
 * @param surplus how many more were seen after those expected; reading stops early, so there may be more still
 * @param chunks each chunk's digest; none for a chunk that could not be read
 * @param sha256 of the expected bytes; none when some could not be read
 * @param trouble why some could not be read; empty when all could
 */
record FileDigests(long bytes, long surplus, List<Optional<Sha256>> chunks, Optional<Sha256> sha256, String trouble) {
    FileDigests {
        chunks = List.copyOf(chunks);
    }
}
