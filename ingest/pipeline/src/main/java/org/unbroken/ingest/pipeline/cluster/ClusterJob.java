package org.unbroken.ingest.pipeline.cluster;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a cluster may run: both jobs, or each on a cluster of its own. */
public enum ClusterJob {
    SEAL,
    DESCRIBE;

    /** As in settings, on the command line, and as the folder of its checkpoints. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code seal,describe}. */
    public static Set<ClusterJob> parse(String words) {
        Set<ClusterJob> jobs = EnumSet.noneOf(ClusterJob.class);
        for (String word : words.split(",", -1)) {
            jobs.add(Arrays.stream(values())
                    .filter(job -> job.word().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("jobs = " + words + ": one or both of seal,describe")));
        }
        return jobs;
    }
}
