package org.unbroken.storage.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * A landing as a stored value. Digests are kept as bytes: 20 GB have 2,385 of them.
 *
 * <pre>
 * byte 0        version, 1
 * bytes 1-4     h: length of the head, big-endian
 * h bytes       head: canonical JSON {"agency", "camera", "clock_offset_us"?: text, "id", "metadata": {key: text},
 *               "received", "sequence", "size", "uploader"}
 * 4 bytes       n: number of chunks, big-endian
 * n × 32 bytes  chunk digests, and nothing after them
 * </pre>
 *
 * The clock offset is text because a camera may claim a year so far off that its microseconds pass 2^53.
 */
public final class LandingCodec {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Integer.BYTES + Integer.BYTES;

    private LandingCodec() {}

    public static byte[] encode(Landing landing) {
        JsonObject.Builder object = JsonObject.builder()
                .put("sequence", landing.sequence())
                .put("id", landing.recording().value())
                .put("agency", landing.agency())
                .put("camera", landing.camera())
                .put("uploader", landing.uploader())
                .put("size", landing.size())
                .put("received", landing.receivedAt().toString())
                .put("metadata", Fields.ofTexts(landing.metadata()));
        landing.clockOffsetMicros().ifPresent(offset -> object.put("clock_offset_us", Long.toString(offset)));
        byte[] head = object.build().canonical();
        ByteBuffer out =
                ByteBuffer.allocate(FIXED_BYTES + head.length + landing.chunks().size() * Sha256.LENGTH);
        out.put(VERSION).putInt(head.length).put(head).putInt(landing.chunks().size());
        landing.chunks().forEach(chunk -> out.put(chunk.bytes()));
        return out.array();
    }

    public static Landing decode(byte[] value) throws IOException {
        return Fields.read("landing", () -> decode(ByteBuffer.wrap(value)));
    }

    private static Landing decode(ByteBuffer in) throws IOException {
        if (in.remaining() < FIXED_BYTES) {
            throw new IOException("a landing of " + in.remaining() + " bytes");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new IOException("a landing of version " + version + ", this is " + VERSION);
        }
        int headBytes = in.getInt();
        if (headBytes < 0 || headBytes > in.remaining() - Integer.BYTES) {
            throw new IOException("a landing's head of " + headBytes + " bytes");
        }
        byte[] head = new byte[headBytes];
        in.get(head);
        int count = in.getInt();
        if (in.remaining() != (long) count * Sha256.LENGTH) {
            throw new IOException("a landing with " + in.remaining() + " bytes for " + count + " digests");
        }
        List<Sha256> chunks = new ArrayList<>(count);
        byte[] digest = new byte[Sha256.LENGTH];
        while (in.hasRemaining()) {
            in.get(digest);
            chunks.add(Sha256.wrap(digest));
        }
        return landing(JsonObject.parse(head), chunks);
    }

    private static Landing landing(JsonObject object, List<Sha256> chunks) {
        Optional<String> offset = object.findString("clock_offset_us");
        return new Landing(
                object.integer("sequence"),
                new RecordingId(object.string("id")),
                object.string("agency"),
                object.string("camera"),
                object.string("uploader"),
                object.integer("size"),
                chunks,
                Instant.parse(object.string("received")),
                offset.isPresent() ? OptionalLong.of(Long.parseLong(offset.get())) : OptionalLong.empty(),
                Fields.texts(object.object("metadata")));
    }
}
