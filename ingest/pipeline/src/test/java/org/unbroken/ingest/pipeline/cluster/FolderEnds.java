package org.unbroken.ingest.pipeline.cluster;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/** All ends in one folder that several processes of one machine share. */
record FolderEnds(String root) implements EndsSource {
    /** As many as a test holds at the gate. */
    private static final int READERS = 64;

    @Override
    public PipelineEnds open() throws Exception {
        Path folder = Path.of(root);
        LocalStagingArea staging = new LocalStagingArea(folder, new LocalDisk());
        staging.start();
        LocalWormStore worm = new LocalWormStore(folder, staging, new LocalDisk(), new LocalWormSettings(false));
        worm.start();
        FolderLandings landings = new FolderLandings(folder);
        landings.start();
        FolderFacts facts = new FolderFacts(Files.createDirectories(folder.resolve("facts")));
        PipelineSettings settings = new PipelineSettings(
                folder.resolve("unused"),
                folder.resolve("derived"),
                Duration.ofSeconds(1),
                READERS,
                1,
                Period.ofDays(1),
                "local",
                "unbroken test");
        PrometheusRegistry metrics = new PrometheusRegistry();
        return new PipelineEnds(
                () -> new SealWorkshop(
                        settings,
                        landings,
                        facts,
                        new GatedWorm(worm, Files.createDirectories(folder.resolve("gate"))),
                        new RightOfWay(),
                        Clock.systemUTC(),
                        new StageTimes(metrics),
                        metrics),
                () -> {
                    throw new IllegalStateException("nothing is described here");
                },
                () -> {
                    worm.close();
                    staging.close();
                });
    }
}
