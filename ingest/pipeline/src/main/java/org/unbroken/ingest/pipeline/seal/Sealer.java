package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.manifest.ManifestBuilder;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Seals one landing: stow, read once, compare, manifest. Nothing here parses media.
 *
 * <p>Every step finds its own work done when it is repeated, so a crash between any two of them costs only the reading:
 *
 * <pre>
 * killed                          leaves                              the next try
 * before stow returned            staged bytes, or the object         stows, or finds it stowed
 * after stow, before the manifest the locked original                 reads it again
 * after the manifest              original and manifest, no entry     reads again, finds the manifest, logs it
 * </pre>
 */
final class Sealer {
    private static final Logger log = LoggerFactory.getLogger(Sealer.class);
    /** Sealing lets arriving footage go first, but never stands still for longer than this a megabyte. */
    private static final Duration LONGEST_WAIT_FOR_TURN = Duration.ofMillis(250);

    private final WormStore worm;
    private final RightOfWay receiving;
    private final PipelineSettings settings;
    private final StageTimes times;

    Sealer(WormStore worm, RightOfWay receiving, PipelineSettings settings, StageTimes times) {
        this.worm = worm;
        this.receiving = receiving;
        this.settings = settings;
        this.times = times;
    }

    /** One try. What goes wrong is an outcome, not an exception: it concerns this recording only. */
    SealOutcome seal(LandingRef ref) throws InterruptedException {
        try {
            return attempt(ref, ref.landing());
        } catch (InterruptedException e) {
            throw e;
        } catch (NoSuchFileException e) {
            return SealOutcome.failed(
                    ref,
                    "the landed bytes are neither in staging nor in the WORM store (" + e.getMessage()
                            + "): look for them before docking again; the camera must not be wiped");
        } catch (Exception e) {
            log.atWarn().addKeyValue("sequence", ref.sequence()).setCause(e).log("seal failed");
            return SealOutcome.failed(ref, "could not be sealed: " + reason(e));
        }
    }

    private SealOutcome attempt(LandingRef ref, Landing landing) throws Exception {
        Instant until = retainUntil(landing);
        ObjectKey original = ObjectKey.original(landing.recording());
        times.time("stow", () -> worm.stow(landing.recording(), landing.size(), original, until));
        ReadBack found = times.time("read", () -> readBack(original));
        Optional<Comparison.Difference> difference = Comparison.of(landing, found);
        if (difference.isPresent()) {
            return quarantine(ref, landing, difference.get());
        }
        Manifest manifest = times.time("manifest", () -> manifest(landing, found, until));
        JsonObject.Builder detail = JsonObject.builder()
                .put("camera", landing.camera())
                .put("sha256", found.sha256().hex())
                .put("retain_until", Timestamps.format(manifest.retentionUntil()));
        // For the describe job, which compares a camera's numbers and reads the log and the store alone.
        sequence(landing).ifPresent(sequence -> detail.put("sequence", sequence));
        return SealOutcome.sealed(ref, manifest.digest().hex(), detail.build().text());
    }

    /** The agency's rulebook may ask for more than the server's settings, never for less. */
    private Instant retainUntil(Landing landing) {
        Instant floor = landing.receivedAt()
                .atOffset(ZoneOffset.UTC)
                .plus(settings.retentionFloor())
                .toInstant();
        return settings.rules()
                .firstRetention(landing.agency(), landing.receivedAt())
                .filter(floor::isBefore)
                .orElse(floor);
    }

    private static Optional<Long> sequence(Landing landing) {
        return Optional.ofNullable(landing.metadata().get("sequence")).map(Long::valueOf);
    }

    private ReadBack readBack(ObjectKey original) throws IOException, InterruptedException {
        try (SeekableByteChannel bytes = worm.open(original)) {
            return ReadBack.of(bytes, settings.sm3(), () -> receiving.awaitTurn(LONGEST_WAIT_FOR_TURN));
        }
    }

    private SealOutcome quarantine(LandingRef ref, Landing landing, Comparison.Difference difference) {
        JsonObject detail = difference
                .detail()
                .with()
                .put("camera", landing.camera())
                .put("reason", difference.reason())
                .build();
        return SealOutcome.quarantined(ref, detail.text(), difference.reason());
    }

    /** The manifest, locked. One that an earlier try (perhaps of an older release) locked stays the manifest. */
    private Manifest manifest(Landing landing, ReadBack found, Instant until) throws IOException {
        ObjectKey key = ObjectKey.manifest(landing.recording());
        if (worm.find(key).isPresent()) {
            Manifest earlier = Manifest.parse(worm.read(key, Manifest.MAX_BYTES));
            if (earlier.recording().equals(landing.recording())
                    && earlier.fileSha256().equals(found.sha256())
                    && earlier.chunks().equals(found.chunks())) {
                return earlier;
            }
            throw new IOException("a manifest with other digests is locked under " + key);
        }
        Manifest manifest = describe(landing, found, until);
        worm.put(key, manifest.bytes(), until);
        return manifest;
    }

    private Manifest describe(Landing landing, ReadBack found, Instant until) {
        ManifestBuilder builder = Manifest.builder(landing.recording(), landing.agency(), landing.camera())
                .file(landing.metadata().get("filetype"), found.size(), found.sha256())
                .chunks(found.chunks())
                .recorded(time(landing, "recorded_start"), time(landing, "recorded_end"))
                .received(landing.receivedAt(), landing.uploader())
                .retention(until, settings.retentionMode())
                .software(settings.software());
        found.sm3().ifPresent(builder::sm3);
        settings.rules().of(landing.agency()).ifPresent(book -> builder.rulebook(book.reference()));
        // The id was made when the upload was created, which is when the dock told the camera's time.
        time(landing, "device_time")
                .ifPresent(
                        device -> builder.deviceTime(device, landing.recording().time()));
        return builder.build();
    }

    private static Optional<Instant> time(Landing landing, String key) {
        return Optional.ofNullable(landing.metadata().get(key)).map(Timestamps::parse);
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        if (e instanceof JsonException) {
            return "its stored manifest cannot be read: " + message;
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
