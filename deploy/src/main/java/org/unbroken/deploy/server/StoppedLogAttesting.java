package org.unbroken.deploy.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.deploy.export.Attesting;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.attest.Attestor;

/**
 * Asks the log's witnesses as a server would, but at once and only when a bundle needs it: what an export enters is newer
 * than any cosignature that is kept, so those cannot cover it. The answer is kept in the store as any other.
 */
public final class StoppedLogAttesting implements Attesting {
    private static final Logger LOG = LoggerFactory.getLogger(StoppedLogAttesting.class);

    private final AttestedCheckpoints kept;
    private final Attestor attestor;
    private final String origin;
    private final boolean hasWitnesses;
    private boolean begun;
    private boolean silent;

    /**
     * For one export.
     *
     * @param attestor not started; whoever made it closes it
     * @param origin the log's name, which its own further keys have too
     * @param hasWitnesses whether any are configured
     */
    public StoppedLogAttesting(AttestedCheckpoints kept, Attestor attestor, String origin, boolean hasWitnesses) {
        this.kept = kept;
        this.attestor = attestor;
        this.origin = origin;
        this.hasWitnesses = hasWitnesses;
    }

    @Override
    public Optional<SignedNote> newest(long size) throws IOException {
        kept.refresh(size);
        if (!begun) {
            begun = true;
            begin();
        }
        return silent ? Optional.empty() : kept.newest();
    }

    /** A checkpoint is kept with its cosignatures once: one without the witnesses' would stand in their way. */
    private void begin() {
        Set<String> others = new TreeSet<>();
        kept.newest().map(SignedNote::signatures).orElse(List.of()).stream()
                .map(NoteSignature::name)
                .filter(name -> !name.equals(origin))
                .forEach(others::add);
        if (!hasWitnesses && !others.isEmpty()) {
            silent = true;
            LOG.atWarn()
                    .addKeyValue("witnesses", String.join(" ", others))
                    .log("the log has witnesses, and none is configured here: the bundle has no cosignature. Give the"
                            + " server's --config with log.witnesses to have them asked");
            return;
        }
        attestor.start();
    }
}
