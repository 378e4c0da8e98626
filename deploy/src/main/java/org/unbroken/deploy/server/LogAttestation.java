package org.unbroken.deploy.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.deploy.config.Attestation;
import org.unbroken.deploy.config.KeyOnToken;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.export.Attesting;
import org.unbroken.deploy.server.StoppedLogAttesting.Cosigners;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.verify.TrustedWitness;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.attest.Attestor;
import org.unbroken.storage.attest.AttestorSettings;
import org.unbroken.storage.attest.HttpWitnessDoor;
import org.unbroken.storage.attest.LogCosigners;
import org.unbroken.storage.attest.WitnessClient;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.keys.KeyFiles;
import org.unbroken.storage.keys.Passphrase;
import org.unbroken.storage.keys.TokenNoteSigner;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** The log's attestor, put together from the settings. */
public final class LogAttestation {
    private static final Logger log = LoggerFactory.getLogger(LogAttestation.class);
    private static final String PASSPHRASE = "UNBROKEN_KEY_PASSPHRASE";

    private final ServerSettings settings;
    private final Path keyFolder;
    private final DurableFiles files;
    private final InstantSource clock;
    private final SecureRandom random;

    public LogAttestation(
            ServerSettings settings, Path keyFolder, DurableFiles files, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.keyFolder = keyFolder;
        this.files = files;
        this.clock = clock;
        this.random = random;
    }

    /** What key files are encrypted with: from the configured file, else from the environment. */
    public static Optional<Passphrase> passphrase(Attestation attestation, DurableFiles files) throws IOException {
        return passphrase(attestation.passphraseFile(), files);
    }

    /** As {@link #passphrase(Attestation, DurableFiles)}. */
    public static Optional<Passphrase> passphrase(Optional<Path> file, DurableFiles files) throws IOException {
        if (file.isPresent()) {
            return Optional.of(Passphrase.read(file.get(), files));
        }
        try {
            return Optional.ofNullable(System.getenv(PASSPHRASE)).map(Passphrase::new);
        } catch (IllegalArgumentException e) {
            throw new IOException(PASSPHRASE + ": " + e.getMessage(), e);
        }
    }

    /** The log's key: on the configured token, else in the folder, made there the first time. */
    public LogKeys keys() throws IOException {
        Attestation attestation = settings.attestation();
        if (attestation.token().isEmpty()) {
            return LogKeys.loadOrCreate(
                    keyFolder, PartSettings.logOrigin(settings), files, passphrase(attestation, files), random);
        }
        KeyOnToken token = attestation.token().get();
        String pin = KeyFiles.secretLine(token.pinFile(), "the token's PIN", files);
        return LogKeys.onToken(keyFolder, TokenNoteSigner.open(token.address(), pin, settings.logOrigin()), files);
    }

    /** The log's key, which has to be there: whoever goes on with a log has its key. */
    public LogKeys keysThatAreThere() throws IOException {
        Path file = keyFolder.resolve("log.key");
        if (settings.attestation().token().isEmpty() && !Files.exists(file)) {
            throw new NoSuchFileException(
                    file + ": a log is only gone on with under its own key; put it back from its backup");
        }
        return keys();
    }

    /** For one export from a log without a server; the attestor is not started yet. */
    public Attesting attestingStopped(CustodyLog custody, Attestor attestor, WormStore worm) {
        Attestation attestation = settings.attestation();
        Cosigners ownOnly = wanted(attestation).isEmpty() ? Cosigners.NONE : Cosigners.OWN;
        return new StoppedLogAttesting(
                new AttestedCheckpoints(worm),
                attestor::start,
                custody.verifierKey().name(),
                attestation.witnesses().witnesses().isEmpty() ? ownOnly : Cosigners.WITNESSES,
                Pause.real(),
                System::nanoTime);
    }

    /**
     * An attestor that is not started.
     *
     * @param mayMakeKeys whether the log's further keys are made where they are missing
     */
    public Attestor attestor(
            CustodyLog custody,
            BooleanSupplier leading,
            boolean mayMakeKeys,
            WormStore worm,
            java.time.Duration retention,
            PrometheusRegistry metrics)
            throws IOException {
        keepChanges(worm, clock.instant().plus(retention));
        Attestation attestation = settings.attestation();
        LogCosigners cosigners = new LogCosigners(keyFolder, files, passphrase(attestation, files), random);
        String origin = custody.verifierKey().name();
        List<NoteSigner> own = new ArrayList<>();
        for (KeyType type : wanted(attestation)) {
            Optional<NoteSigner> signer = cosigners.find("log", type, origin, mayMakeKeys, clock);
            if (signer.isEmpty()) {
                log.atWarn()
                        .addKeyValue("type", type)
                        .addKeyValue("folder", keyFolder)
                        .log("no key of this type: put the same key file into each log node's key folder");
            }
            signer.ifPresent(own::add);
        }
        List<WitnessClient> witnesses = new ArrayList<>();
        for (TrustedWitness witness : attestation.witnesses().witnesses()) {
            witnesses.add(new WitnessClient(
                    witness, new HttpWitnessDoor(witness.url().orElseThrow(), AttestorSettings.PATIENCE), clock));
        }
        return new Attestor(
                custody,
                leading,
                new AttestedCheckpoints(worm),
                own,
                witnesses,
                new AttestorSettings(attestation.interval(), AttestorSettings.PATIENCE, retention),
                clock,
                metrics);
    }

    /** Notes by which keys handed over are kept with the log: whoever restores the store finds who signed what. */
    private void keepChanges(WormStore worm, Instant until) throws IOException {
        for (LogKeys.Change change : LogKeys.changes(keyFolder, files)) {
            worm.put(ObjectKey.keyChange(change.size()), change.note().encode(), until);
        }
    }

    private static List<KeyType> wanted(Attestation attestation) {
        List<KeyType> types = new ArrayList<>();
        if (attestation.mlDsa()) {
            types.add(KeyType.ML_DSA_44_COSIGNATURE);
        }
        if (attestation.sm2()) {
            types.add(KeyType.SM2_SM3);
        }
        return types;
    }
}
