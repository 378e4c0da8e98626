package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What no single request can put or copy. On a server that keeps its data on disk; 12 GB of room are needed. */
@Tag("slow")
@Isolated("measures the memory of this JVM")
class LargeObjectTest {
    private static final long GIB = 1L << 30;
    private static final int CHUNK = (int) StagedUpload.CHUNK_BYTES;
    private static final long GROWTH_BYTES = 64 << 20;

    /** Footage that is made where it is wanted: a block of noise, each time with its number at the front. */
    private record Footage(long size) {
        private static final byte[] NOISE = bytes(1 << 20, 77);

        ByteBuffer at(long offset, int count) {
            ByteBuffer made = ByteBuffer.allocate(count);
            while (made.hasRemaining()) {
                long place = offset + made.position();
                byte[] block = NOISE.clone();
                ByteBuffer.wrap(block).putLong(place / NOISE.length);
                int from = (int) (place % NOISE.length);
                made.put(block, from, Math.min(NOISE.length - from, made.remaining()));
            }
            return made.flip();
        }
    }

    @TempDir
    Path spool;

    private StoreRoom room;

    private S3StagingArea area() throws IOException {
        room = StoreRoom.started(RadosGateway.onDisk(20).newBuckets());
        S3StagingArea area = new S3StagingArea(
                room.connection,
                room.documents,
                spool,
                new LocalDisk(),
                64L << 30,
                InstantSource.system(),
                new Random(1));
        area.start();
        return area;
    }

    /** As a gateway does, a chunk at a time; returns the digest of what was sent. */
    private static Sha256 upload(S3StagingArea area, RecordingId id, OptionalLong announced, Footage footage)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        long used = 0;
        try (StagedFile file = area.create(id, announced)) {
            for (long at = 0; at < footage.size(); at += CHUNK) {
                ByteBuffer chunk = footage.at(at, (int) Math.min(CHUNK, footage.size() - at));
                digest.update(chunk.duplicate());
                file.write(at, chunk);
                file.sync((at + CHUNK) / CHUNK * CHUNK > footage.size() ? at : at + CHUNK);
                if (at == 16L * CHUNK) {
                    used = usedBytes();
                }
            }
            file.finish();
        }
        assertThat(usedBytes() - used)
                .as("bytes of memory more than after the first parts")
                .isLessThan(GROWTH_BYTES);
        return Sha256.finish(digest);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void checkKept(RecordingId id, Footage footage, Sha256 sent) throws IOException {
        ObjectKey key = ObjectKey.original(id);
        StoredObject stowed = room.store.stow(id, footage.size(), key, UNTIL);
        assertThat(stowed).isEqualTo(new StoredObject(key, footage.size(), UNTIL));
        assertThat(room.store.find(key)).contains(stowed);
        assertThat(room.versions(key)).hasSize(1);
        String version = room.versions(key).get(0).versionId();
        assertThatThrownBy(() -> room.client().deleteObject(b -> b.bucket(room.settings.wormBucket())
                        .key(key.value())
                        .versionId(version)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));

        long used = usedBytes();
        MessageDigest digest = Sha256.newDigest();
        try (SeekableByteChannel channel = room.store.open(key)) {
            for (long at : new long[] {0, footage.size() / 2, footage.size() - 1000, CHUNK - 500}) {
                ByteBuffer read = ByteBuffer.allocate(1000);
                channel.position(at);
                while (read.hasRemaining()) {
                    assertThat(channel.read(read)).isPositive();
                }
                assertThat(read.flip()).as("from %s", at).isEqualTo(footage.at(at, 1000));
            }
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            channel.position(0);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        assertThat(Sha256.finish(digest)).isEqualTo(sent);
        assertThat(usedBytes() - used).as("bytes of memory more, after reading").isLessThan(GROWTH_BYTES);
        room.store.releaseStaged(id);
        assertThat(room.store.stow(id, footage.size(), key, UNTIL)).isEqualTo(stowed);
        room.close();
    }

    @Test
    void aRecordingOfMoreThanFiveGibibytes() throws IOException {
        S3StagingArea area = area();
        RecordingId id = id("2026-11-21", 1);
        Footage footage = new Footage(5 * GIB + 3 * CHUNK + 12_345);
        Sha256 sent = upload(area, id, OptionalLong.of(footage.size()), footage);
        checkKept(id, footage, sent);
    }

    /** Of which the store copies several ranges. */
    @Test
    void oneOfUnknownLengthThatIsCopiedInParts() throws IOException {
        S3StagingArea area = area();
        RecordingId id = id("2026-11-21", 2);
        Footage footage = new Footage(GIB / 2 + 5 * CHUNK + 99);
        Sha256 sent = upload(area, id, OptionalLong.empty(), footage);
        checkKept(id, footage, sent);
    }
}
