package org.unbroken.integrity.verify;

import java.util.Arrays;
import java.util.Random;

/** Small damage to bytes: changed, dropped, doubled, moved and cut. */
public final class Mutation {
    private static final byte[] TELLING =
            " \n\r\t\"\\{}[],:+/=—\u0000x.09-".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private Mutation() {}

    public static byte[] of(byte[] bytes, Random random) {
        byte[] mutant = bytes;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            mutant = once(mutant, random);
        }
        return mutant;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(20));
        byte[] part = Arrays.copyOfRange(bytes, at, end);
        return switch (random.nextInt(6)) {
            case 0 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
            case 1 -> joined(bytes, at, new byte[] {TELLING[random.nextInt(TELLING.length)]}, at);
            case 2 -> joined(bytes, at, new byte[0], end);
            case 3 -> joined(bytes, end, part, end);
            case 4 -> Arrays.copyOf(bytes, at);
            default -> joined(bytes, random.nextInt(bytes.length + 1), part, -1);
        };
    }

    /** The bytes before {@code from}, the middle, and those from {@code to}; −1 means from {@code from}. */
    private static byte[] joined(byte[] bytes, int from, byte[] middle, int to) {
        int rest = to < 0 ? from : to;
        byte[] joined = Arrays.copyOf(bytes, from + middle.length + bytes.length - rest);
        System.arraycopy(middle, 0, joined, from, middle.length);
        System.arraycopy(bytes, rest, joined, from + middle.length, bytes.length - rest);
        return joined;
    }
}
