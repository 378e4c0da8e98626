package org.unbroken.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.server.StoppedLogAttesting.Cosigners;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

/** A log that was never attested, and a bundle that needs it now. */
final class StoppedLogAttestingTest {
    private static final SignedNote NOTE = Sample.checkpoint();
    private static final long SIZE = Checkpoint.parse(NOTE.text()).size();

    @TempDir
    private Path folder;

    private LocalWormStore worm;
    private long nanos;
    private int pauses;
    private boolean asked;

    @BeforeEach
    void open() throws IOException {
        LocalDisk disk = new LocalDisk();
        worm = new LocalWormStore(folder, new LocalStagingArea(folder, disk), disk, new LocalWormSettings(false));
        worm.start();
    }

    @AfterEach
    void close() throws IOException {
        worm.close();
    }

    private StoppedLogAttesting attesting(Cosigners cosigners, int answersAfter) {
        return new StoppedLogAttesting(
                new AttestedCheckpoints(worm),
                () -> asked = true,
                Sample.ORIGIN,
                cosigners,
                length -> {
                    nanos += length.toNanos();
                    pauses++;
                    if (asked && pauses == answersAfter) {
                        answer();
                    }
                },
                () -> nanos);
    }

    private void answer() {
        try {
            worm.put(ObjectKey.attested(SIZE), NOTE.encode(), Instant.parse("2030-01-01T00:00:00Z"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theFirstAnswerIsWaitedFor() throws Exception {
        assertThat(attesting(Cosigners.WITNESSES, 5).newest(SIZE)).contains(NOTE);
    }

    @Test
    void witnessesThatDoNotAnswerHoldUpNoBundleForGood() throws Exception {
        assertThat(attesting(Cosigners.WITNESSES, Integer.MAX_VALUE).newest(SIZE))
                .isEmpty();
        assertThat(asked).isTrue();
    }

    @Test
    void whereNobodyCosignsNobodyIsWaitedFor() throws Exception {
        assertThat(attesting(Cosigners.NONE, 1).newest(SIZE)).isEmpty();
        assertThat(pauses).isZero();
    }
}
