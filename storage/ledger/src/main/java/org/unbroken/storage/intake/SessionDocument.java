package org.unbroken.storage.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * The shared document {@code sessions/ID}: one upload as all gateways know it, and whose it is. Every change of an upload
 * is a compare-and-set of this document, and so is its end: that is what resolves each race.
 *
 * <pre>
 * bytes 0-3     h: length of the head, big-endian
 * h bytes       head: canonical JSON {"format": "unbroken/session/1", "owner", "pages": [digest of a full page],
 *               "revision", "session": {as {@link SessionCodec} has it}, "stage"; once landed also "clock_offset_us"?: text,
 *               "received", "size"}
 * n × 32 bytes  chunk digests after those of the full pages, n &lt; 1,024
 * </pre>
 *
 * So however long the upload, a change rewrites less than 64 KiB. Revision and owner make each version unlike any before.
 *
 * @param owner the process whose changes count: its name and a number that no other start of it has
 * @param pages digests of the full pages, see {@link DigestPages}
 * @param digests those after them
 * @param ending what the landing says beyond the session; there once it is decided
 */
record SessionDocument(
        UploadSession session,
        String owner,
        long revision,
        Stage stage,
        List<Sha256> pages,
        List<Sha256> digests,
        Optional<Ending> ending) {
    private static final String FORMAT = "unbroken/session/1";

    /** Moves downwards only. */
    enum Stage {
        OPEN,
        /** The landing is decided; whether the seal job's queue has it is not known. */
        LANDED,
        PUBLISHED,
        /** Given up instead of landed. The document itself goes soon after. */
        DISCARDED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Ending(long size, Instant receivedAt, OptionalLong clockOffsetMicros) {}

    SessionDocument {
        pages = List.copyOf(pages);
        digests = List.copyOf(digests);
        if (digests.size() >= DigestPages.PAGE) {
            throw new IllegalArgumentException(digests.size() + " digests that no page was made of");
        }
        if (ending.isPresent() != (stage == Stage.LANDED || stage == Stage.PUBLISHED)) {
            throw new IllegalArgumentException("an upload " + stage.wire() + " with ending " + ending);
        }
    }

    static SessionDocument begun(UploadSession session, String owner) {
        return new SessionDocument(session, owner, 0, Stage.OPEN, List.of(), List.of(), Optional.empty());
    }

    static String name(RecordingId id) {
        return "sessions/" + id;
    }

    int recorded() {
        return pages.size() * DigestPages.PAGE + digests.size();
    }

    boolean isDecided() {
        return ending.isPresent();
    }

    SessionDocument with(UploadSession changed) {
        return new SessionDocument(changed, owner, revision, stage, pages, digests, ending);
    }

    SessionDocument withDigests(List<Sha256> newPages, List<Sha256> newDigests) {
        return new SessionDocument(session, owner, revision, stage, newPages, newDigests, ending);
    }

    SessionDocument ownedBy(String newOwner) {
        return new SessionDocument(session, newOwner, revision, stage, pages, digests, ending);
    }

    SessionDocument landed(Ending how) {
        return new SessionDocument(session, owner, revision, Stage.LANDED, pages, digests, Optional.of(how));
    }

    SessionDocument at(Stage next) {
        return new SessionDocument(session, owner, revision, next, pages, digests, ending);
    }

    SessionDocument next() {
        return new SessionDocument(session, owner, revision + 1, stage, pages, digests, ending);
    }

    byte[] encoded() {
        JsonObject.Builder object = JsonObject.builder()
                .put("format", FORMAT)
                .put("owner", owner)
                .put("revision", revision)
                .put("stage", stage.wire())
                .put("session", JsonObject.parse(SessionCodec.encode(session)))
                .put(
                        "pages",
                        new JsonArray(pages.stream()
                                .<Json>map(page -> new JsonString(page.hex()))
                                .toList()));
        if (ending.isPresent()) {
            Ending how = ending.get();
            object.put("size", how.size()).put("received", how.receivedAt().toString());
            how.clockOffsetMicros().ifPresent(offset -> object.put("clock_offset_us", Long.toString(offset)));
        }
        byte[] head = object.build().canonical();
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + head.length + digests.size() * Sha256.LENGTH);
        out.putInt(head.length).put(head).put(DigestPages.encode(digests));
        return out.array();
    }

    static SessionDocument decode(byte[] value) throws IOException {
        return Fields.read("shared upload session", () -> {
            ByteBuffer in = ByteBuffer.wrap(value);
            int headBytes = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (headBytes < 0 || headBytes > in.remaining()) {
                throw new IOException("a shared upload session of " + value.length + " bytes");
            }
            byte[] head = new byte[headBytes];
            in.get(head);
            byte[] digests = new byte[in.remaining()];
            in.get(digests);
            return decode(JsonObject.parse(head), DigestPages.decode(digests));
        });
    }

    private static SessionDocument decode(JsonObject head, List<Sha256> digests) throws IOException {
        if (!head.string("format").equals(FORMAT)) {
            throw new IOException("a shared upload session of format " + head.string("format"));
        }
        List<Sha256> pages = new ArrayList<>();
        for (var page : head.array("pages").items()) {
            if (!(page instanceof JsonString hex)) {
                throw new JsonException("a page's digest is not a string");
            }
            pages.add(Sha256.ofHex(hex.value()));
        }
        Optional<String> offset = head.findString("clock_offset_us");
        Optional<Ending> ending = head.findInteger("size")
                .map(size -> new Ending(
                        size,
                        Instant.parse(head.string("received")),
                        offset.isPresent() ? OptionalLong.of(Long.parseLong(offset.get())) : OptionalLong.empty()));
        return new SessionDocument(
                SessionCodec.decode(head.object("session").canonical()),
                head.string("owner"),
                head.integer("revision"),
                Stage.valueOf(head.string("stage").toUpperCase(Locale.ROOT)),
                pages,
                digests,
                ending);
    }
}
