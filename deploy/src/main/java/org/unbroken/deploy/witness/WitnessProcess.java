package org.unbroken.deploy.witness;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.scaleout.ClusterNode;
import org.unbroken.deploy.server.LogAttestation;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.ingest.console.WitnessServer;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.attest.LogCosigners;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.witness.Witness;

/**
 * A witness of other logs: a folder, a key and a door. Lost, it is made anew under another name or key: with the same it
 * would cosign a second history for who shows it one.
 */
public final class WitnessProcess implements ClusterNode {
    private final ServerSettings settings;
    private final RunningParts running = new RunningParts();
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private @Nullable WitnessServer server;
    private List<VerifierKey> keys = List.of();

    public WitnessProcess(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() throws IOException {
        PrometheusRegistry metrics = new PrometheusRegistry();
        JvmMetrics.builder().register(metrics);
        Path root = settings.data().toAbsolutePath().normalize();
        running.add("data folder", DataFolder.take(root));
        Disk disk = new LocalDisk();
        DurableFiles files = new DurableFiles(disk);
        LogCosigners cosigners = new LogCosigners(
                root.resolve("keys"), files, LogAttestation.passphrase(settings.attestation(), files), random);
        List<NoteSigner> signers = new ArrayList<>();
        cosigners
                .find(
                        "witness",
                        KeyType.ML_DSA_44_COSIGNATURE,
                        settings.attestation().witnessName(),
                        true,
                        clock)
                .ifPresent(signers::add);
        keys = signers.stream().map(NoteSigner::verifierKey).toList();
        Witness witness =
                new Witness(root.resolve("witness"), settings.attestation().witnessed(), signers, files);
        // A record that cannot be read is found now, and not when a log asks.
        witness.seen();
        WitnessServer starting = new WitnessServer(
                PartSettings.console(settings),
                witness,
                keys,
                settings.attestation().witnessMonitoring(),
                BearerTokens.inFolder(DataFolder.tokens(root), disk, clock, random),
                clock,
                random,
                metrics);
        starting.start();
        running.add("witness", starting);
        server = starting;
    }

    @Override
    public List<String> addresses() {
        List<String> lines = new ArrayList<>();
        lines.add("witness " + Objects.requireNonNull(server, "not started").uri());
        keys.forEach(key -> lines.add("key " + key.text()));
        return lines;
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
