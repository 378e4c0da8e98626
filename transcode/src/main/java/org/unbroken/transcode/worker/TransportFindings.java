package org.unbroken.transcode.worker;

import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.container.PacketLoss;
import org.unbroken.transcode.container.TransportStream;
import org.unbroken.transcode.timeline.FindingList;

/** Says what a transport stream's counters show. */
final class TransportFindings {
    private TransportFindings() {}

    static void add(TransportStream transport, FindingList findings) {
        for (PacketLoss loss : transport.losses()) {
            findings.add(
                    FindingKind.PACKET_LOSS,
                    "pid " + loss.pid(),
                    loss.atMicros(),
                    loss.lengthMicros(),
                    Weight.CERTAIN,
                    loss.losses() + (loss.losses() == 1 ? " break" : " breaks")
                            + " in the packets' counter: packets are missing here",
                    "ts-counter/1");
        }
        if (transport.unsynchronised() > 0) {
            findings.add(
                    FindingKind.PACKET_LOSS,
                    "file",
                    0,
                    0,
                    Weight.LIKELY,
                    transport.unsynchronised() + " packets do not begin as a packet does",
                    "ts-sync/1");
        }
    }
}
