package org.unbroken.deploy.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * A copy with one flipped bit, and what verification says of it.
 *
 * @param chunk the chunk that the bit is in
 * @param caught whether it was called damaged, and exactly that chunk named
 */
record DamagedCopy(String recording, String name, long byteOffset, long chunk, boolean caught) {

    /** Copies the file to {@code copy}, flips a bit in the middle, and verifies with what its dock was given. */
    static DamagedCopy make(
            String recording, Path original, Path copy, Path manifest, Path receipt, TrustPolicy trusted)
            throws IOException {
        Files.copy(original, copy);
        long at = Files.size(copy) / 2;
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x10));
            channel.write(one.flip(), at);
        }
        VerificationReport report;
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ)) {
            report = FileVerification.run(
                    channel, Files.readAllBytes(manifest), Files.readAllBytes(receipt), trusted, done -> {});
        }
        long chunk = at / ChunkChain.CHUNK_BYTES;
        boolean caught =
                report.verdict() == Verdict.DAMAGED && report.damagedChunks().equals(List.of(chunk));
        return new DamagedCopy(recording, original.getFileName().toString(), at, chunk, caught);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("recording", recording)
                .put("name", name)
                .put("byte", byteOffset)
                .put("chunk", chunk)
                .put("caught", caught)
                .build();
    }
}
