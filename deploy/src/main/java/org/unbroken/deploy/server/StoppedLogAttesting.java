package org.unbroken.deploy.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.export.Attesting;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.attest.AttestorSettings;

/**
 * Asks the log's witnesses as a server would, but at once and only when a bundle needs it: what an export enters is newer
 * than any cosignature that is kept, so those cannot cover it. The answer is kept in the store as any other.
 */
public final class StoppedLogAttesting implements Attesting {
    private static final Logger LOG = LoggerFactory.getLogger(StoppedLogAttesting.class);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    /** The first answer to a log that was never attested: witnesses have half of it. */
    private static final Duration FIRST_WITHIN = AttestorSettings.PATIENCE.multipliedBy(2);

    private final AttestedCheckpoints kept;
    private final Runnable attestor;
    private final String origin;
    private final Cosigners cosigners;
    private final Pause pause;
    private final LongSupplier nanos;
    private boolean begun;
    private boolean silent;

    /** Who cosigns, by the configuration. */
    public enum Cosigners {
        NONE,
        /** The log's own further keys. */
        OWN,
        WITNESSES
    }

    /**
     * For one export.
     *
     * @param attestor begins to ask; whoever made it ends it
     * @param origin the log's name, which its own further keys have too
     */
    public StoppedLogAttesting(
            AttestedCheckpoints kept,
            Runnable attestor,
            String origin,
            Cosigners cosigners,
            Pause pause,
            LongSupplier nanos) {
        this.kept = kept;
        this.attestor = attestor;
        this.origin = origin;
        this.cosigners = cosigners;
        this.pause = pause;
        this.nanos = nanos;
    }

    @Override
    public Optional<SignedNote> newest(long size) throws IOException {
        kept.refresh(size);
        if (!begun) {
            begun = true;
            begin(size);
        }
        return silent ? Optional.empty() : kept.newest();
    }

    /** A checkpoint is kept with its cosignatures once: one without the witnesses' would stand in their way. */
    private void begin(long size) throws IOException {
        Set<String> others = new TreeSet<>();
        kept.newest().map(SignedNote::signatures).orElse(List.of()).stream()
                .map(NoteSignature::name)
                .filter(name -> !name.equals(origin))
                .forEach(others::add);
        if (cosigners != Cosigners.WITNESSES && !others.isEmpty()) {
            silent = true;
            LOG.atWarn()
                    .addKeyValue("witnesses", String.join(" ", others))
                    .log("the log has witnesses, and none is configured here: the bundle has no cosignature. Give the"
                            + " server's --config with log.witnesses to have them asked");
            return;
        }
        attestor.run();
        if (cosigners != Cosigners.NONE) {
            awaitFirst(size);
        }
    }

    /** Whoever asks takes "none" for "this log has no cosignatures", and does not ask again. */
    private void awaitFirst(long size) throws IOException {
        long began = nanos.getAsLong();
        try {
            while (kept.newest().isEmpty() && nanos.getAsLong() - began < FIRST_WITHIN.toNanos()) {
                pause.of(BETWEEN);
                kept.refresh(size);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while witnesses are asked");
        }
    }
}
