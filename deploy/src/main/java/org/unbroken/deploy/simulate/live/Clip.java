package org.unbroken.deploy.simulate.live;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.unbroken.integrity.digest.Sha256;

/** One made-up file of one made-up camera. Its bytes are noise, made when they are sent. */
record Clip(String camera, int number, int sizeBytes, long seed) {

    static Clip of(Run run, int camera, int number) {
        return new Clip(
                "SIM-" + Long.toHexString(run.seed() & 0xffffffffL) + "-" + (camera + 1),
                number,
                run.sizeBytes(),
                run.seed() * 31 + camera * 1_000_003L + number);
    }

    byte[] bytes() {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** Upload-Metadata, tus 1.0.0: the server compares the announced digest with what arrived. */
    String metadata(byte[] bytes) {
        Map<String, String> pairs = Map.of(
                "camera",
                camera,
                "filename",
                camera + "_" + number + ".bin",
                "sequence",
                Integer.toString(number),
                "sha256",
                Sha256.of(bytes).hex());
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + " "
                        + Base64.getEncoder().encodeToString(pair.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }
}
