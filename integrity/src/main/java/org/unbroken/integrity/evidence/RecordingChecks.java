package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.FileDigests;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.VerificationReport;

/** One recording of a bundle: its bytes, its manifest, its entries, and what those stand for. */
final class RecordingChecks {
    private static final int LARGEST_DETAIL = 1 << 20;
    private static final int LARGEST_ANALYSIS = 64 << 20;

    private final BundleFiles files;
    private final ReadFiles read;
    private final String recording;
    private final EntryProofs proofs;
    private final Optional<Manifest> manifest;
    private final Results results;
    private final List<Long> damagedChunks = new ArrayList<>();
    /** By entry's index; those that are there and right. */
    private final Map<Long, Detail> details = new TreeMap<>();

    RecordingChecks(
            BundleFiles files, ReadFiles read, String recording, EntryProofs proofs, Optional<Manifest> manifest) {
        this.files = files;
        this.read = read;
        this.recording = recording;
        this.proofs = proofs;
        this.manifest = manifest;
        this.results = new Results(recording);
    }

    List<BundleReport.Result> results() {
        return results.all();
    }

    List<Long> damagedChunks() {
        return damagedChunks;
    }

    String id() {
        return recording;
    }

    EntryProofs proofs() {
        return proofs;
    }

    Map<Long, Detail> details() {
        return details;
    }

    /**
     * Makes all checks.
     *
     * @param signed the checkpoint that the proofs lead to, with all signatures on it that there are
     * @param withOriginal whether the footage is there too
     */
    void run(TrustPolicy trusted, Optional<SignedNote> signed, boolean withOriginal) throws IOException {
        sealing(trusted, signed);
        if (withOriginal) {
            original();
        }
        results.each(
                "entries",
                proofs.troubles(),
                "all " + proofs.entries().size() + " entries are in the checkpoint's tree");
        received();
        details(files.recordings().getOrDefault(recording, java.util.Collections.emptySortedSet()));
        analyses();
    }

    /** Manifest, sealed entry, and the checkpoint's signature, as for a file with its receipt. */
    private void sealing(TrustPolicy trusted, Optional<SignedNote> signed) throws IOException {
        String path = "data/" + recording + "/manifest.json";
        byte[] bytes = files.read(path, Manifest.MAX_BYTES).orElse(null);
        if (bytes == null) {
            results.failed("manifest", path + " is missing");
        }
        manifest.filter(parsed -> !parsed.recording().value().equals(recording))
                .ifPresent(parsed -> results.failed(
                        "manifest",
                        path + " is of recording " + parsed.recording() + " and lies in the folder of another"));
        Optional<Long> sealed = proofs.entries().entrySet().stream()
                .filter(entry -> entry.getValue().is(CustodyEvent.SEALED))
                .map(Map.Entry::getKey)
                .findFirst();
        if (sealed.isEmpty() || signed.isEmpty()) {
            results.failed("receipt", "no proved entry says that the recording was sealed");
            return;
        }
        results.addAll(FileVerification.runWithoutFile(bytes, proofs.proof(sealed.get(), signed.get()), trusted)
                .checks());
    }

    private void original() {
        Optional<String> path = files.original(recording);
        if (path.isEmpty()) {
            results.failed("original", "there is no one file data/" + recording + "/original.EXT");
            return;
        }
        Optional<FileDigests> digests = read.original(path.get());
        if (digests.isEmpty()) {
            results.unknown(
                    "original",
                    path.get() + " could not be compared: "
                            + (manifest.isEmpty() ? "its manifest cannot be read" : read.trouble(path.get())));
            if (manifest.isPresent()) {
                results.failed("original", path.get() + " " + read.trouble(path.get()));
            }
            return;
        }
        VerificationReport report = digests.get().compare(manifest.orElseThrow());
        results.addAll(report.checks());
        damagedChunks.addAll(report.damagedChunks());
    }

    /** What the gateway digested as it arrived is what was sealed. */
    private void received() {
        List<Entry> received = proofs.entries().values().stream()
                .filter(entry -> entry.is(CustodyEvent.RECEIVED))
                .toList();
        if (received.isEmpty() || manifest.isEmpty()) {
            // A rebuild enters anew what it finds without an entry: such a recording has none of its arrival.
            results.passed("received", "no entry tells of its arrival: nothing to compare");
            return;
        }
        boolean same = received.stream()
                .allMatch(entry -> entry.size().orElse(-1) == manifest.get().size()
                        && entry.chain().filter(manifest.get().chain()::equals).isPresent());
        if (same) {
            results.passed("received", "size and chain taken on arrival are those of the manifest");
        } else {
            results.failed("received", "the manifest has another size or chain than the received entry");
        }
    }

    private void details(Set<String> own) {
        String start = "data/" + recording + "/details/";
        Set<String> unnamed = new TreeSet<>(
                own.stream().filter(path -> path.startsWith(start)).toList());
        List<String> troubles = new ArrayList<>();
        proofs.entries().forEach((index, entry) -> {
            String path = start + entry.detail() + ".json";
            unnamed.remove(path);
            try {
                byte[] bytes = files.read(path, LARGEST_DETAIL).orElse(null);
                if (bytes == null) {
                    troubles.add(path + ", the detail of entry " + index + " (" + entry.event() + "), is missing");
                } else if (!Sha256.of(bytes).equals(entry.detail())) {
                    troubles.add(path + " is not what entry " + index + " (" + entry.event()
                            + ") stands for: its SHA-256 is " + Sha256.of(bytes));
                } else {
                    details.put(index, Detail.parse(bytes));
                }
            } catch (IllegalArgumentException | IOException e) {
                troubles.add(path + ": " + e.getMessage());
            }
        });
        unnamed.forEach(path -> troubles.add(path + " is named by no entry"));
        results.each("details", troubles, "each entry's detail is there, has its digest and a salt");
    }

    private void analyses() {
        List<Sha256> named = new ArrayList<>();
        proofs.entries().values().forEach(entry -> entry.analysis()
                .filter(digest -> !named.contains(digest))
                .ifPresent(named::add));
        List<String> troubles = new ArrayList<>();
        int number = 0;
        String path = analysis(number);
        for (; files.has(path); path = analysis(++number)) {
            try {
                byte[] bytes = files.reader().read(path, LARGEST_ANALYSIS);
                Sha256 digest = Sha256.of(bytes);
                if (number >= named.size() || !named.get(number).equals(digest)) {
                    troubles.add(
                            path + " has SHA-256 " + digest + ", which the inspected entry in its place does not name");
                } else {
                    analysis(path, bytes, troubles);
                }
            } catch (IOException e) {
                troubles.add(path + ": " + e.getMessage());
            }
        }
        for (int i = number; i < named.size(); i++) {
            troubles.add(analysis(i) + ", named by an inspected entry as " + named.get(i) + ", is missing");
        }
        long there = files.recordings().getOrDefault(recording, java.util.Collections.emptySortedSet()).stream()
                .filter(file -> file.contains("/analysis-"))
                .count();
        if (there > number) {
            troubles.add((there - number) + " analysis files are out of their order");
        }
        results.each("analyses", troubles, number + " analysis records, each named by its entry");
    }

    private void analysis(String path, byte[] bytes, List<String> troubles) {
        try {
            JsonObject json = JsonObject.parse(bytes);
            if (!Arrays.equals(json.canonical(), bytes)) {
                troubles.add(path + " is not canonical JSON");
            } else if (!json.findString("recording").filter(recording::equals).isPresent()) {
                troubles.add(path + " is of another recording");
            }
        } catch (JsonException e) {
            troubles.add(path + ": " + e.getMessage());
        }
    }

    private String analysis(int number) {
        return "data/" + recording + "/analysis-" + number + ".json";
    }
}
