package org.unbroken.transcode.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The continuity counters of an MPEG transport stream (ISO/IEC 13818-1 section 2.4.3.3).
 *
 * <pre>
 * 0      1                    2      3                              4
 * | 0x47 | tei pusi prio PID5 | PID8 | scrambling2 adaptation2 cc4  | [adaptation: length, flags, PCR…] payload
 * </pre>
 *
 * The counter goes up by one with each packet of a PID that has payload; one packet may be sent twice; a discontinuity
 * flag in the adaptation field announces a lawful break.
 */
public final class TransportStream {
    private static final int PIDS = 8192;
    private static final int NULL_PID = 8191;
    private static final int PACKET = 188;
    private static final int MOST_LOSSES = 1000;
    private static final int BLOCK_PACKETS = 4096;

    private final int[] counters = new int[PIDS];
    private final boolean[] repeated = new boolean[PIDS];
    private final int[] openLoss = new int[PIDS];
    private final List<PacketLoss> losses = new ArrayList<>();
    private int clockPid = -1;
    private long firstClock = -1;
    private long clock;
    private long total;
    private long unsynchronised;
    private long leftOver;

    private TransportStream() {
        Arrays.fill(counters, -1);
        Arrays.fill(openLoss, -1);
    }

    public static TransportStream read(FileBytes file) throws IOException {
        TransportStream stream = new TransportStream();
        ByteBuffer head = file.upTo(0, 5);
        boolean timed = head.remaining() == 5 && head.get(0) != 0x47 && head.get(4) == 0x47;
        int length = timed ? PACKET + 4 : PACKET;
        int lead = timed ? 4 : 0;
        long at = 0;
        while (at + length <= file.size()) {
            ByteBuffer block = file.upTo(at, length * BLOCK_PACKETS);
            int whole = block.remaining() / length;
            for (int i = 0; i < whole; i++) {
                stream.packet(block, i * length + lead);
            }
            at += (long) whole * length;
        }
        stream.leftOver = file.size() - at;
        return stream;
    }

    private void packet(ByteBuffer block, int at) {
        if (block.get(at) != 0x47) {
            unsynchronised++;
            return;
        }
        int pid = ((block.get(at + 1) & 0x1f) << 8) | (block.get(at + 2) & 0xff);
        int flags = block.get(at + 3) & 0xff;
        boolean adaptation = (flags & 0x20) != 0;
        boolean payload = (flags & 0x10) != 0;
        int counter = flags & 0x0f;
        boolean announced = false;
        if (adaptation && (block.get(at + 4) & 0xff) > 0) {
            int bits = block.get(at + 5) & 0xff;
            announced = (bits & 0x80) != 0;
            if ((bits & 0x10) != 0 && (block.get(at + 4) & 0xff) >= 7) {
                clock(pid, block, at + 6);
            }
        }
        if (pid == NULL_PID || !payload) {
            return;
        }
        int last = counters[pid];
        if (last >= 0 && !announced) {
            if (counter == last && !repeated[pid]) {
                repeated[pid] = true;
                return;
            }
            if (counter != ((last + 1) & 0x0f)) {
                lost(pid);
            }
        }
        repeated[pid] = false;
        counters[pid] = counter;
    }

    /** The 33 bits of the programme clock at 90 kHz; the first PID that carries one is followed. */
    private void clock(int pid, ByteBuffer block, int at) {
        if (clockPid < 0) {
            clockPid = pid;
        }
        if (pid == clockPid) {
            long base = ((block.getInt(at) & 0xffffffffL) << 1) | ((block.get(at + 4) >> 7) & 1);
            if (firstClock < 0) {
                firstClock = base;
            }
            clock = ((base - firstClock) & ((1L << 33) - 1)) * 100 / 9;
        }
    }

    private void lost(int pid) {
        total++;
        int open = openLoss[pid];
        if (open >= 0
                && clock - losses.get(open).atMicros() < 1_000_000
                && clock >= losses.get(open).atMicros()) {
            PacketLoss before = losses.get(open);
            losses.set(open, new PacketLoss(pid, before.atMicros(), clock - before.atMicros(), before.losses() + 1));
        } else if (losses.size() < MOST_LOSSES) {
            openLoss[pid] = losses.size();
            losses.add(new PacketLoss(pid, clock, 0, 1));
        }
    }

    public List<PacketLoss> losses() {
        return List.copyOf(losses);
    }

    public long total() {
        return total;
    }

    /** Packets that do not begin with the sync byte. */
    public long unsynchronised() {
        return unsynchronised;
    }

    /** Bytes after the last whole packet. */
    public long leftOver() {
        return leftOver;
    }
}
