package org.unbroken.integrity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.MemoryTiles;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.manifest.Rulebook;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

/** One camera's small history with fixed keys, ids, salts and times: what the golden files were made from. */
public final class Sample {
    public static final String ORIGIN = "unbroken.example/log";
    public static final String AGENCY = "default";
    public static final String CAMERA = "BWC-0042";
    public static final RecordingId RECORDING = new RecordingId("01a1ffcd-31bb-7000-8000-000000000001");
    public static final RecordingId MISMATCHED = new RecordingId("01a1ffcd-31bb-7000-8000-000000000002");
    public static final RecordingId EMPTY = new RecordingId("01a1ffcd-31bb-7000-8000-000000000003");
    public static final Ed25519NoteSigner SIGNER = new Ed25519NoteSigner(ORIGIN, seed(0));
    /** Another key for the same name: a forger's. */
    public static final Ed25519NoteSigner FORGER = new Ed25519NoteSigner(ORIGIN, seed(100));

    /** Where the sealed entry of {@link #RECORDING} is in {@link #entries}. */
    public static final int SEALED = 1;

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static final Manifest MANIFEST = manifest(RECORDING, CAMERA, file());

    private Sample() {}

    private static byte[] seed(int first) {
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) (first + i);
        }
        return seed;
    }

    /** Two chunks: 8 MiB of zeros, then "hello". */
    public static byte[] file() {
        byte[] file = new byte[ChunkChain.CHUNK_BYTES + 5];
        System.arraycopy("hello".getBytes(StandardCharsets.US_ASCII), 0, file, ChunkChain.CHUNK_BYTES, 5);
        return file;
    }

    public static Manifest manifest() {
        return MANIFEST;
    }

    public static Manifest manifest(RecordingId recording, String camera, byte[] file) {
        return Manifest.builder(recording, AGENCY, camera)
                .file("video/mp4; codecs=\"avc1\"", file.length, Sha256.of(file))
                .chunks(ChunkDigester.digest(ByteBuffer.wrap(file), ChunkChain.CHUNK_BYTES))
                .recorded(Optional.of(NOON), Optional.of(NOON.plusMillis(90_500)))
                .received(Instant.parse("2026-11-21T20:30:07.500Z"), "dock-1")
                .deviceTime(Instant.parse("2026-11-21T20:30:02.623Z"), Instant.parse("2026-11-21T20:30:00.123Z"))
                .retention(Instant.parse("2027-05-21T20:30:07.500Z"), "local")
                .rulebook(new Rulebook("cn-police", "1", Sha256.of("the rules")))
                .software("unbroken/0.1.0")
                .build();
    }

    public static Detail detail() {
        return new Detail(JsonObject.builder()
                .put("camera", CAMERA)
                .put("filename", "张三 0042.mp4")
                .put("labels", JsonObject.builder().put("case", "A-17").build())
                .put("salt", "5a".repeat(32))
                .build());
    }

    public static List<Entry> entries() {
        Sha256 detail = detail().digest();
        Sha256 camera = Entry.cameraKey(AGENCY, CAMERA);
        Instant at = Instant.parse("2026-11-21T20:30:07.600Z");
        Manifest manifest = manifest();
        Entry received = Entry.builder(CustodyEvent.RECEIVED, RECORDING, AGENCY, at, "dock-1", detail)
                .received(manifest.size(), manifest.chain())
                .build();
        Entry sealed = sealed(manifest, Sha256.ZERO, 1);
        Entry quarantined = Entry.builder(CustodyEvent.QUARANTINED, MISMATCHED, AGENCY, at, "seal-job", detail)
                .camera(camera, 2, sealed.digest())
                .build();
        Entry second = sealed(manifest(EMPTY, CAMERA, new byte[0]), quarantined.digest(), 3);
        Entry viewed = Entry.builder(CustodyEvent.VIEWED, RECORDING, AGENCY, at, "officer-7", detail)
                .build();
        return List.of(received, sealed, quarantined, second, viewed);
    }

    public static Entry sealed(Manifest manifest, Sha256 previous, long position) {
        return Entry.builder(
                        CustodyEvent.SEALED,
                        manifest.recording(),
                        AGENCY,
                        Instant.parse("2026-11-21T20:30:08Z"),
                        "seal-job",
                        detail().digest())
                .sealed(manifest.digest())
                .camera(Entry.cameraKey(AGENCY, manifest.camera()), position, previous)
                .build();
    }

    public static MemoryTiles tiles(List<Entry> entries) {
        MemoryTiles tiles = new MemoryTiles();
        tiles.append(entries.stream().map(Entry::bytes).map(TreeHash::leaf).toList());
        return tiles;
    }

    public static SignedNote checkpoint() {
        return checkpoint(tiles(entries()), SIGNER);
    }

    private static SignedNote checkpoint(MemoryTiles tiles, Ed25519NoteSigner signer) {
        return SignedNote.sign(new Checkpoint(signer.verifierKey().name(), tiles.size(), tiles.root()).text(), signer);
    }

    /** The receipt of {@link #RECORDING}. */
    public static TlogProof receipt() {
        return receipt(entries(), SEALED, SIGNER);
    }

    public static TlogProof receipt(List<Entry> entries, int index, Ed25519NoteSigner signer) {
        MemoryTiles tiles = tiles(entries);
        try {
            return new TlogProof(
                    entries.get(index).bytes(),
                    index,
                    TreeProofs.inclusion(index, tiles.size(), tiles),
                    checkpoint(tiles, signer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with one bit turned, counted from the front. */
    public static byte[] flipped(byte[] bytes, long bit) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        copy[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        return copy;
    }
}
