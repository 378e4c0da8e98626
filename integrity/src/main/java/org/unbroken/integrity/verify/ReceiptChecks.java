package org.unbroken.integrity.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.VerifierKey;

/** From a trusted key to the manifest: signature, inclusion, and that the entry speaks of this manifest. */
final class ReceiptChecks {
    private ReceiptChecks() {}

    static void run(
            byte @Nullable [] receipt,
            byte @Nullable [] manifestBytes,
            Optional<Manifest> manifest,
            TrustPolicy trusted,
            List<Check> checks) {
        if (receipt == null) {
            checks.add(Check.unknown("receipt", "no receipt was given"));
            return;
        }
        TlogProof proof;
        Checkpoint checkpoint;
        try {
            proof = TlogProof.parse(receipt);
            checkpoint = Checkpoint.parse(proof.checkpoint().text());
        } catch (IllegalArgumentException e) {
            checks.add(Check.failed("receipt", String.valueOf(e.getMessage())));
            return;
        }
        checks.add(Check.passed(
                "receipt",
                "entry " + proof.index() + " of log " + Shown.text(checkpoint.origin()) + " at size "
                        + checkpoint.size()));
        signatures(proof, checkpoint, trusted, checks);
        checks.add(Check.of(
                "inclusion",
                proof.provesExtra(),
                "the entry is in the tree of the checkpoint",
                "the proof does not lead from the entry to the checkpoint's root"));
        entry(proof.extra(), manifestBytes, manifest, checks);
    }

    private static void signatures(TlogProof proof, Checkpoint checkpoint, TrustPolicy trusted, List<Check> checks) {
        if (trusted.logs().isEmpty()) {
            checks.add(Check.unknown("signature", "no trusted key was given"));
            return;
        }
        CheckpointTrust judged = trusted.judge(proof.checkpoint());
        checks.add(Check.of(
                "signature",
                judged.signed(),
                "the checkpoint is signed by the trusted key "
                        + judged.logKeys().stream().map(VerifierKey::text).collect(Collectors.joining(", ")),
                "no trusted key vouches for the checkpoint of " + Shown.text(checkpoint.origin()) + "; it names "
                        + proof.checkpoint().signatures().stream()
                                .map(NoteSignature::toString)
                                .map(Shown::text)
                                .collect(Collectors.joining(", "))
                        + Stream.of(judged.problems(), judged.disregarded())
                                .flatMap(List::stream)
                                .map(why -> "; " + why)
                                .collect(Collectors.joining())));
        if (trusted.quorum() != Quorum.NONE && judged.problems().isEmpty()) {
            checks.add(witnesses(judged, trusted));
        }
    }

    /** Too few cosignatures are nothing wrong with what is there: a plain receipt has none. */
    private static Check witnesses(CheckpointTrust judged, TrustPolicy trusted) {
        String by = judged.cosigned().isEmpty()
                ? "no trusted witness"
                : judged.cosigned().stream()
                        .map(each -> each.witness()
                                + each.at()
                                        .map(at -> " at " + Timestamps.format(at))
                                        .orElse(""))
                        .collect(Collectors.joining(", "));
        return judged.quorumMet()
                ? Check.passed("witnesses", "cosigned by " + by)
                : Check.unknown(
                        "witnesses",
                        "cosigned by " + by + ", which is not the policy's quorum "
                                + trusted.quorum().name());
    }

    private static void entry(
            byte[] bytes, byte @Nullable [] manifestBytes, Optional<Manifest> manifest, List<Check> checks) {
        Entry entry;
        try {
            entry = Entry.parse(bytes);
        } catch (IllegalArgumentException e) {
            checks.add(Check.failed("entry", String.valueOf(e.getMessage())));
            return;
        }
        checks.add(Check.of(
                "entry",
                entry.is(CustodyEvent.SEALED),
                "sealed, of recording " + entry.recording(),
                "the entry's event is \"" + entry.event() + "\", and only \"sealed\" vouches for a recording"));
        if (!entry.is(CustodyEvent.SEALED) || manifestBytes == null) {
            return;
        }
        Sha256 digest = Sha256.of(manifestBytes);
        Sha256 expected = entry.manifest().orElseThrow();
        checks.add(Check.of(
                "link",
                digest.equals(expected),
                "the entry has this manifest's digest " + digest,
                "the entry seals a manifest with digest " + expected + ", and this one has " + digest));
        manifest.ifPresent(present -> checks.add(sameRecording(entry, present)));
    }

    private static Check sameRecording(Entry entry, Manifest manifest) {
        if (!entry.recording().equals(manifest.recording().value())) {
            return Check.failed(
                    "subject",
                    "the entry is of recording " + entry.recording() + ", the manifest of " + manifest.recording());
        }
        if (!entry.agency().equals(manifest.agency())) {
            return Check.failed(
                    "subject", "the entry is of agency " + entry.agency() + ", the manifest of " + manifest.agency());
        }
        Sha256 camera = Entry.cameraKey(manifest.agency(), manifest.camera());
        return Check.of(
                "subject",
                entry.camera().filter(camera::equals).isPresent(),
                "entry and manifest name the same recording, agency and camera",
                "the entry is of another camera than the manifest's, " + manifest.camera());
    }
}
