package org.unbroken.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.Mutation;
import org.unbroken.integrity.verify.TrustPolicy;

/**
 * Every parser of outside bytes: it takes them or throws {@link IllegalArgumentException}, whatever they are; and what
 * it took, it writes as it was, so that no two texts mean the same.
 */
class ParserFuzzTest {
    private static final int TRIES = 1000;

    private static void fuzz(byte[] good, Random random, Function<byte[], byte[]> parseAndWrite) {
        assertThat(parseAndWrite.apply(good)).isEqualTo(good);
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        for (byte[] bytes : List.of(noise, Mutation.of(good, random))) {
            byte[] written;
            try {
                written = parseAndWrite.apply(bytes);
            } catch (IllegalArgumentException documented) {
                continue;
            } catch (RuntimeException | StackOverflowError e) {
                fail("undocumented, for " + new String(bytes, StandardCharsets.ISO_8859_1), e);
                return;
            }
            assertThat(written).isEqualTo(bytes);
        }
    }

    private static void fuzzText(String good, Random random, Function<String, String> parseAndWrite) {
        fuzz(good.getBytes(StandardCharsets.UTF_8), random, bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            String written = parseAndWrite.apply(text);
            return written.equals(text) ? bytes : written.getBytes(StandardCharsets.UTF_8);
        });
    }

    private static final byte[] MANIFEST = Sample.manifest().bytes();
    private static final byte[] ENTRY = Sample.entries().get(Sample.SEALED).bytes();
    private static final byte[] RECEIPT = Sample.receipt().encode();
    private static final String CHECKPOINT_TEXT = Sample.checkpoint().text();
    private static final byte[] DETAIL = Sample.detail().bytes();
    private static final byte[] BUNDLE =
            EntryBundle.encode(Sample.entries().stream().map(Entry::bytes).toList());
    private static final byte[] CHECKPOINT = Sample.checkpoint().encode();

    @Property(tries = TRIES)
    void json(@ForAll Random random) {
        fuzz(MANIFEST, random, bytes -> {
            byte[] once = Json.parse(bytes).canonical();
            assertThat(Json.parse(once).canonical()).isEqualTo(once);
            return bytes;
        });
    }

    @Property(tries = TRIES)
    void manifest(@ForAll Random random) {
        fuzz(MANIFEST, random, bytes -> Manifest.parse(bytes).bytes());
    }

    @Property(tries = TRIES)
    void entry(@ForAll Random random) {
        fuzz(ENTRY, random, bytes -> Entry.parse(bytes).bytes());
    }

    @Property(tries = TRIES)
    void detail(@ForAll Random random) {
        fuzz(DETAIL, random, bytes -> Detail.parse(bytes).bytes());
    }

    @Property(tries = TRIES)
    void receipt(@ForAll Random random) {
        fuzz(RECEIPT, random, bytes -> TlogProof.parse(bytes).encode());
    }

    @Property(tries = TRIES)
    void note(@ForAll Random random) {
        fuzz(CHECKPOINT, random, bytes -> SignedNote.parse(bytes).encode());
    }

    @Property(tries = TRIES)
    void checkpoint(@ForAll Random random) {
        fuzzText(CHECKPOINT_TEXT, random, text -> {
            String first = Checkpoint.parse(text).text();
            return text.startsWith(first) ? text : first;
        });
    }

    @Property(tries = TRIES)
    void verifierKey(@ForAll Random random) {
        fuzzText(Sample.SIGNER.verifierKey().text(), random, text -> {
            VerifierKey key = new VerifierKey(text);
            assertThat(key.type()
                            + key.id()
                            + key.publicKey().length
                            + key.name().length())
                    .isNotZero();
            return key.text();
        });
    }

    @Property(tries = TRIES)
    void secretKey(@ForAll Random random) {
        fuzzText(Sample.SIGNER.secretKeyText(), random, text -> Ed25519NoteSigner.parse(text)
                .secretKeyText());
    }

    @Property(tries = TRIES)
    void base64(@ForAll Random random) {
        fuzzText("aGVsbG8gd29ybGQ=", random, text -> Base64Text.encode(Base64Text.decode(text)));
    }

    @Property(tries = TRIES)
    void bundle(@ForAll Random random) {
        fuzz(BUNDLE, random, bytes -> EntryBundle.encode(EntryBundle.decode(bytes)));
    }

    @Property(tries = TRIES)
    void tilePath(@ForAll Random random) {
        fuzzText("tile/0/x001/234.p/5", random, text -> Tile.parse(text).path());
    }

    @Property(tries = TRIES)
    void policy(@ForAll Random random) {
        fuzzText("log " + Sample.SIGNER.verifierKey() + "\nquorum none\n", random, text -> {
            assertThat(TrustPolicy.parse(text).logs()).hasSizeLessThan(3);
            return text;
        });
    }

    @Property(tries = TRIES)
    void time(@ForAll Random random) {
        fuzzText("2026-11-21T20:30:00.123Z", random, text -> Timestamps.format(Timestamps.parseExact(text)));
        fuzzText("2026-11-21T20:30:00.123+08:00", random, text -> {
            assertThat(Timestamps.parse(text)).isNotNull();
            return text;
        });
    }

    @Property(tries = TRIES)
    void recordingId(@ForAll Random random) {
        fuzzText(Sample.RECORDING.value(), random, text -> new RecordingId(text).value());
    }
}
