package org.unbroken.integrity.verify;

import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;

/** The bytes against the manifest: size, each chunk, the chain over them, and the plain digest. */
final class FileChecks {
    private FileChecks() {}

    static void run(
            ReadableByteChannel file,
            Optional<Manifest> manifest,
            LongConsumer progressBytes,
            List<Check> checks,
            List<Long> damaged) {
        if (manifest.isEmpty()) {
            FileDigests digests = FileReading.of(file, Long.MAX_VALUE, progressBytes);
            checks.add(
                    digests.sha256().isPresent()
                            ? Check.unknown(
                                    "file",
                                    digests.bytes() + " bytes with SHA-256 "
                                            + digests.sha256().get() + ", and no manifest to compare with")
                            : Check.failed("file", digests.trouble()));
            return;
        }
        compare(FileReading.of(file, manifest.get().size(), progressBytes), manifest.get(), checks, damaged);
    }

    static void compare(FileDigests digests, Manifest expected, List<Check> checks, List<Long> damaged) {
        checks.add(size(expected, digests));
        unlike(expected.chunks(), digests.chunks(), damaged);
        checks.add(Check.of(
                "chunks",
                damaged.isEmpty(),
                "all " + digests.chunks().size() + " chunks match",
                damaged.size() + " of " + expected.chunks().size() + " chunks do not match: " + runs(damaged)));
        checks.add(chain(expected, digests));
        checks.add(sha256(expected, digests));
    }

    private static Check size(Manifest expected, FileDigests digests) {
        if (!digests.trouble().isEmpty()) {
            return Check.failed("size", digests.trouble());
        }
        long missing = expected.size() - digests.bytes();
        if (missing > 0) {
            return Check.failed(
                    "size",
                    "the file has " + digests.bytes() + " bytes, and " + missing + " of the " + expected.size()
                            + " recorded are missing at its end");
        }
        return Check.of(
                "size",
                digests.surplus() == 0,
                expected.size() + " bytes",
                "the file goes on for at least " + digests.surplus() + " bytes after the " + expected.size()
                        + " recorded");
    }

    private static void unlike(List<Sha256> expected, List<Optional<Sha256>> found, List<Long> damaged) {
        for (int i = 0; i < expected.size(); i++) {
            boolean same = i < found.size()
                    && found.get(i).filter(expected.get(i)::equals).isPresent();
            if (!same) {
                damaged.add((long) i);
            }
        }
    }

    private static Check chain(Manifest expected, FileDigests digests) {
        List<Sha256> chunks =
                digests.chunks().stream().flatMap(Optional::stream).toList();
        Sha256 chain = ChunkChain.of(expected.recording().value(), chunks);
        return Check.of(
                "chain",
                chain.equals(expected.chain()),
                "the chain recomputed from the bytes is " + chain,
                "the chain recomputed from the bytes is not " + expected.chain());
    }

    private static Check sha256(Manifest expected, FileDigests digests) {
        if (digests.sha256().isEmpty() || digests.surplus() > 0) {
            return Check.failed("sha256", "the file's SHA-256 is not " + expected.fileSha256());
        }
        Sha256 found = digests.sha256().get();
        return Check.of(
                "sha256",
                found.equals(expected.fileSha256()),
                "the file's SHA-256 is " + found,
                "the file's SHA-256 is " + found + ", not " + expected.fileSha256());
    }

    /** {@code chunk 3, chunks 7 to 9}; the report lists each one by itself. */
    private static String runs(List<Long> chunks) {
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= chunks.size() && runs.size() < 20; i++) {
            if (i == chunks.size() || chunks.get(i) != chunks.get(i - 1) + 1) {
                runs.add(
                        i - start == 1
                                ? "chunk " + chunks.get(start)
                                : "chunks " + chunks.get(start) + " to " + chunks.get(i - 1));
                start = i;
            }
        }
        return String.join(", ", runs) + (start < chunks.size() ? ", …" : "");
    }
}
