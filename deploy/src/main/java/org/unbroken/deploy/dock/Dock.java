package org.unbroken.deploy.dock;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/**
 * What a dock does with a file: takes its digest, uploads it, waits for the receipt, and checks that file, manifest,
 * receipt and trusted key all agree before anybody wipes a camera on the strength of it.
 *
 * <pre>
 * FILE.unbroken-upload   while it is under way: where to go on
 * FILE.receipt           tlog-proof of the sealed entry; FILE.receipt.refused where a check failed
 * FILE.manifest.json
 * </pre>
 */
public final class Dock {
    private static final int ATTEMPTS = 3;

    private final TusClient client;
    private final TrustPolicy trusted;
    private final Duration wait;
    private final Progress progress;
    private final Optional<Path> folder;
    private final DurableFiles files = new DurableFiles(new LocalDisk());

    /**
     * @param wait how long to wait for each receipt
     * @param folder where receipts and the rest are written; empty: beside the files
     */
    public Dock(TusClient client, TrustPolicy trusted, Duration wait, Progress progress, Optional<Path> folder) {
        this.client = client;
        this.trusted = trusted;
        this.wait = wait;
        this.progress = progress;
        this.folder = folder;
    }

    public DockResult dock(DockOrder order) throws IOException, DockException, InterruptedException {
        Uploaded uploaded = upload(order, sent -> {});
        return receive(order, uploaded);
    }

    /**
     * Uploads until the server has every byte.
     *
     * @param sent is told how many bytes have left
     */
    public Uploaded upload(DockOrder order, LongConsumer sent) throws IOException, DockException, InterruptedException {
        UploadRequest request = request(order);
        UploadMemory memory = memory(order.file());
        String name = order.file().getFileName().toString();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<URI> known = memory.recall(client.server(), request);
            URI upload = known.isPresent() ? known.get() : client.create(request);
            memory.keep(client.server(), request, upload);
            AtomicLong first = new AtomicLong(-1);
            boolean there = client.send(upload, request, bytes -> {
                first.compareAndSet(-1, bytes);
                progress.bytes(name, bytes, request.sizeBytes());
                sent.accept(bytes);
            });
            if (there) {
                return new Uploaded(request, upload, known.isPresent() ? Math.max(0, first.get()) : 0);
            }
            memory.forget();
        }
        throw new DockException(name + ": the server keeps forgetting the upload it has just created");
    }

    /** Waits for the receipt, checks it, and writes what was received beside the file. */
    public DockResult receive(DockOrder order, Uploaded uploaded)
            throws IOException, DockException, InterruptedException {
        Path file = order.file();
        byte[] receipt = client.await(
                uploaded.address(),
                "receipt",
                wait,
                () -> progress.at(file.getFileName() + ": waiting for its receipt"));
        boolean quarantined = isQuarantined(receipt);
        // A quarantined recording has none: nothing vouches for its bytes.
        byte[] manifest = quarantined ? null : client.await(uploaded.address(), "manifest", wait, () -> {});
        VerificationReport report;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            report = FileVerification.run(
                    channel,
                    manifest,
                    receipt,
                    trusted,
                    done -> progress.bytes(
                            file.getFileName() + ": checking",
                            done,
                            uploaded.request().sizeBytes()));
        }
        report = manifest == null
                ? quarantined(report, client.reason(uploaded.address()))
                : Identity.required(report, manifest, uploaded.recording(), Optional.of(order.camera()));
        boolean refused = report.verdict() == Verdict.DAMAGED;
        if (manifest != null) {
            files.replace(
                    beside(file, refused ? ".manifest.json.refused" : ".manifest.json"), manifest, DurableFiles.PUBLIC);
        }
        files.replace(beside(file, refused ? ".receipt.refused" : ".receipt"), receipt, DurableFiles.PUBLIC);
        // A crash before this line: the next run finds the upload complete and fetches the same receipt again.
        // Forgotten also when quarantined: docked again, the file is uploaded anew.
        memory(file).forget();
        return new DockResult(
                file,
                uploaded.recording(),
                uploaded.request().sizeBytes(),
                uploaded.request().sha256(),
                uploaded.resumedAt(),
                report);
    }

    private static boolean isQuarantined(byte[] receipt) {
        try {
            return Entry.parse(TlogProof.parse(receipt).extra()).is(CustodyEvent.QUARANTINED);
        } catch (IllegalArgumentException e) {
            // The receipt's own check says what is wrong with it.
            return false;
        }
    }

    private static VerificationReport quarantined(VerificationReport report, Optional<String> reason) {
        List<Check> checks = new ArrayList<>(report.checks());
        checks.add(new Check(
                DockResult.QUARANTINED,
                Outcome.FAILED,
                reason.orElse("the server set the recording aside. Keep the camera's copy and dock it again")));
        return new VerificationReport(checks, report.damagedChunks(), Verdict.of(checks));
    }

    /** Where a document of this file lies. */
    public Path beside(Path file, String suffix) {
        Path name = Path.of(file.getFileName() + suffix);
        return folder.isPresent()
                ? folder.get().resolve(name)
                : file.toAbsolutePath().resolveSibling(name);
    }

    private UploadMemory memory(Path file) {
        return UploadMemory.at(beside(file, ".unbroken-upload"));
    }

    private UploadRequest request(DockOrder order) throws IOException {
        Path file = order.file();
        MessageDigest digest = Sha256.newDigest();
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long expected = channel.size();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            while (channel.read(buffer) >= 0) {
                size += buffer.flip().remaining();
                digest.update(buffer);
                buffer.clear();
                progress.bytes(file.getFileName() + ": taking its digest", size, expected);
            }
        }
        Sha256 sha256 = Sha256.finish(digest);
        Map<String, String> metadata = new HashMap<>(order.labels());
        metadata.putIfAbsent("filename", file.getFileName().toString());
        metadata.put("camera", order.camera());
        metadata.put("sha256", sha256.hex());
        return new UploadRequest(file, size, sha256, metadata);
    }

    /**
     * An upload of which the server has every byte.
     *
     * @param resumedAt the offset at which an earlier upload was continued; 0 when it was sent from its beginning
     */
    public record Uploaded(UploadRequest request, URI address, long resumedAt) {
        /** The upload's id, which is the recording's. */
        public String recording() {
            String path = address.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
