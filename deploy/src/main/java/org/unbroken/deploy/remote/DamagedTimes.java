package org.unbroken.deploy.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.VerificationReport;
import org.unbroken.transcode.ChunkTime;

/** Tells damaged chunks in seconds, where an analysis says which times lie in which chunk. */
final class DamagedTimes {
    private DamagedTimes() {}

    /** The report with a line for each damaged chunk whose times are known; the verdict stays. */
    static VerificationReport add(VerificationReport report, JsonObject analysis) {
        List<Check> checks = new ArrayList<>(report.checks());
        analysis.findArray("chunk_times").ifPresent(times -> times.objects().stream()
                .map(ChunkTime::parse)
                .filter(time -> report.damagedChunks().contains(time.chunk()))
                .forEach(time -> checks.add(new Check(
                        "seconds",
                        Outcome.FAILED,
                        "chunk " + time.chunk() + " holds " + clock(time.fromMicros()) + " to " + clock(time.toMicros())
                                + " of the recording, by its analysis"))));
        return new VerificationReport(checks, report.damagedChunks(), report.verdict());
    }

    private static String clock(long micros) {
        long millis = micros / 1000;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
