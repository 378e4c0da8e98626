package org.unbroken.storage.intake;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;

/**
 * The process that {@link IntakeKillTest} kills. Takes uploads one after another, and says so on standard output only
 * after the intake has answered: {@code created N}, {@code landed N SEQUENCE SIZE}.
 */
final class KilledIntake {
    private KilledIntake() {}

    public static void main(String[] args) throws IOException {
        RocksIntake intake = new RocksIntake(Path.of(args[0]));
        intake.start();
        int number = Integer.parseInt(args[1]);
        Random random = new Random(Long.parseLong(args[2]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("ready");
        while (true) {
            long size = random.nextLong(40L << 20);
            intake.sessions().create(Uploads.session(number));
            out.println("created " + number);
            for (int i = 0; i < Uploads.digests(size).size(); i++) {
                intake.sessions().putChunk(Uploads.id(number), i, Uploads.digest(i));
            }
            Landing landing = intake.sessions()
                    .complete(Uploads.id(number), size, Uploads.digests(size), Uploads.NOON, OptionalLong.empty());
            out.println("landed " + number + " " + landing.sequence() + " " + size);
            number++;
        }
    }
}
