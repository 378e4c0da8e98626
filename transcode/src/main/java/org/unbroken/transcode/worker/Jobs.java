package org.unbroken.transcode.worker;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** What a worker can do. */
final class Jobs {
    private Jobs() {}

    static Map<String, Job> all() {
        return Map.of(
                "inspect",
                new InspectJob(),
                "pictures",
                new PicturesJob(),
                "proxy",
                new ProxyJob(),
                "synthesize",
                new SynthesizeJob());
    }

    static Map<String, Job> withDrills(OutputStream out) {
        Map<String, Job> jobs = new HashMap<>(all());
        jobs.putAll(Drills.jobs(out));
        return jobs;
    }
}
