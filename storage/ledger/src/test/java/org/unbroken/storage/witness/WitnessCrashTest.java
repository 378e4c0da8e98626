package org.unbroken.storage.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.Fault;
import org.unbroken.storage.durable.ForgetfulDisk;
import org.unbroken.storage.durable.MemoryTempDir;
import org.unbroken.storage.witness.WitnessAnswer.Cosigned;

/** The power goes after each answer: what was cosigned is remembered, and so no fork of it is cosigned after. */
class WitnessCrashTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretNoteKey KEY =
            SecretNoteKey.generate(KeyType.ED25519_COSIGNATURE, "witness.example/w", RANDOM);

    private static Witness open(GrowingLog log, ForgetfulDisk disk, Path folder) {
        return new Witness(
                folder,
                TrustPolicy.ofKeys(log.signer().verifierKey()),
                List.of(KEY.signer(Instant::now, RANDOM)),
                new DurableFiles(disk));
    }

    @TempDir(factory = MemoryTempDir.class)
    Path dir;

    @Test
    void whatWasAnsweredIsRememberedWhereverThePowerGoes() throws Exception {
        int operations = operationsOfAnAnswer();
        assertThat(operations).isBetween(3, 50);
        for (int k = 0; k <= operations; k++) {
            for (Fault fault : Fault.values()) {
                Path folder = Files.createDirectories(dir.resolve(k + "-" + fault));
                ForgetfulDisk disk = new ForgetfulDisk(folder);
                GrowingLog log = new GrowingLog("log.example").grow("a", 3);
                open(log, disk, folder).add(log.request(0));
                log.grow("a", 2);
                disk.failAt(k, fault);
                boolean answered = answered(open(log, disk, folder), log.request(3));
                disk.crash(k);
                disk.forgetFaults();

                Witness again = open(log, disk, folder);
                long held = Checkpoint.parse(
                                again.seen().get(0).newest().orElseThrow().text())
                        .size();
                assertThat(held)
                        .as("after operation " + k + ", " + fault)
                        .isIn(answered ? List.of(5L) : List.of(3L, 5L));
                GrowingLog fork = log.other().grow("b", 9);
                assertThat(again.add(fork.request(held))).isNotInstanceOf(Cosigned.class);
                assertThat(again.add(log.request(held))).isInstanceOf(Cosigned.class);
            }
        }
    }

    private int operationsOfAnAnswer() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("whole"));
        ForgetfulDisk disk = new ForgetfulDisk(folder);
        GrowingLog log = new GrowingLog("log.example").grow("a", 3);
        open(log, disk, folder).add(log.request(0));
        log.grow("a", 2);
        int before = disk.operations();
        assertThat(answered(open(log, disk, folder), log.request(3))).isTrue();
        return disk.operations() - before;
    }

    private static boolean answered(Witness witness, byte[] request) {
        try {
            return witness.add(request) instanceof Cosigned;
        } catch (IOException e) {
            return false;
        }
    }
}
