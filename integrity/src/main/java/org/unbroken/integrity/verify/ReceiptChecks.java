package org.unbroken.integrity.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.Shown;
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
        checks.add(signature(proof, checkpoint, trusted));
        checks.add(Check.of(
                "inclusion",
                proof.provesExtra(),
                "the entry is in the tree of the checkpoint",
                "the proof does not lead from the entry to the checkpoint's root"));
        entry(proof.extra(), manifestBytes, manifest, checks);
    }

    /**
     * A key vouches only for the log that its name says (C2SP tlog-policy, "Defining a log"): a key trusted for one log
     * must not carry another's checkpoint.
     */
    private static Check signature(TlogProof proof, Checkpoint checkpoint, TrustPolicy trusted) {
        if (trusted.logs().isEmpty()) {
            return Check.unknown("signature", "no trusted key was given");
        }
        List<VerifierKey> known = trusted.logs().stream()
                .filter(key -> key.name().equals(checkpoint.origin()))
                .toList();
        List<VerifierKey> signed = proof.checkpoint().verifiedBy(known);
        return Check.of(
                "signature",
                !signed.isEmpty(),
                "the checkpoint is signed by the trusted key "
                        + signed.stream().map(VerifierKey::text).collect(Collectors.joining(", ")),
                "no trusted key vouches for the checkpoint of " + Shown.text(checkpoint.origin()) + "; it names "
                        + proof.checkpoint().signatures().stream()
                                .map(NoteSignature::toString)
                                .map(Shown::text)
                                .collect(Collectors.joining(", ")));
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
