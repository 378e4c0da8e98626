package org.unbroken.transcode.timeline;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.Weight;

/** What the file announces against what is in it. */
final class CountRule {
    private CountRule() {}

    /** Answers in words what is missing; null when nothing is. */
    static @Nullable String apply(List<StreamFacts> streams, long origin, Reading reading, FindingList findings) {
        List<String> missing = new ArrayList<>();
        for (StreamFacts stream : streams) {
            long counted = stream.info().framesCounted();
            @Nullable Long declared = stream.info().framesDeclared();
            if (counted == 0) {
                findings.add(
                        FindingKind.EMPTY_STREAM,
                        stream.info().label(),
                        0,
                        0,
                        Weight.CERTAIN,
                        "the stream is announced and nothing of it can be read",
                        "count/1");
                missing.add("stream " + stream.info().label() + " is empty");
            } else if (declared != null
                    && declared > counted
                    && (reading.sampleTable() || muchLess(counted, declared))) {
                long from = stream.clock().timed() ? stream.end() - origin : 0;
                // An announced number may be absurd; the list of findings bounds what is said of it.
                BigInteger length = BigInteger.valueOf(stream.info().durationMicros() / Math.max(1, counted))
                        .multiply(BigInteger.valueOf(declared - counted));
                findings.add(
                        FindingKind.TRUNCATED,
                        stream.info().label(),
                        from,
                        length.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue(),
                        Weight.CERTAIN,
                        declared + " frames are announced and " + counted + " are there",
                        "count/1");
                missing.add(
                        "stream " + stream.info().label() + " announces " + declared + " frames and holds " + counted);
            } else if (unreadable(stream)) {
                findings.add(
                        FindingKind.EMPTY_STREAM,
                        stream.info().label(),
                        0,
                        0,
                        Weight.CERTAIN,
                        "the stream does not say how it is to be shown: its header cannot be read",
                        "count/1");
                missing.add("the header of stream " + stream.info().label() + " cannot be read");
            } else if (declared != null && declared != counted) {
                findings.add(
                        FindingKind.COUNT_MISMATCH,
                        stream.info().label(),
                        0,
                        0,
                        Weight.NOTED,
                        declared + " frames are announced and " + counted + " are there",
                        "count/1");
            }
        }
        return missing.isEmpty() ? null : String.join("; ", missing);
    }

    private static boolean unreadable(StreamFacts stream) {
        return stream.info().kind() == StreamKind.VIDEO
                ? stream.info().width() == 0 || stream.info().height() == 0
                : stream.info().sampleRate() == 0 || stream.info().channels() == 0;
    }

    /** Headers that are no index, such as AVI's, are often a little off. */
    private static boolean muchLess(long counted, long declared) {
        return declared - counted > Math.max(2, declared / 50);
    }
}
