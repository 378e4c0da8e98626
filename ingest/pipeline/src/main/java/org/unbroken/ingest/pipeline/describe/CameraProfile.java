package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Inspection;

/** What a camera's files, in the order in which it made them, say of the build of the last: for measuring the rules. */
public final class CameraProfile {
    private CameraProfile() {}

    /** Empty where the last file is built as those before it, or too few of them are there to tell. */
    public static Optional<Finding> last(List<Inspection> files) {
        List<TakeFacts> facts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Take take = new Take(String.format("%08d", i), i + 1, Inspected.UNKNOWN, Inspected.UNKNOWN);
            facts.add(new TakeFacts(
                    take,
                    Inspected.UNKNOWN,
                    Inspected.UNKNOWN,
                    Inspected.UNKNOWN,
                    "",
                    Inspected.UNKNOWN,
                    Structure.of(files.get(i).toJson()).text()));
        }
        ProfileRules rules = new ProfileRules(facts, file -> Structure.parse(file.structure()));
        return facts.isEmpty() ? Optional.empty() : rules.finding(facts.get(facts.size() - 1));
    }
}
