package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Whether each disposal goes by a list that is in the log: requested, approved by two others than who requested it, and
 * ordered, all of it before; and whether the recording is on that list. By entries alone, so by credentials' ids: whether
 * two of them are one person's, the details tell as long as they are there. Fed with the log in its order.
 */
final class DisposalChecks {
    private final WormStore worm;
    private final Consumer<Finding> findings;
    private final Map<Sha256, Batch> batches = new HashMap<>();
    /** The list that was read last: disposals of a batch follow each other. */
    private @Nullable Sha256 readList;

    private Set<String> listed = Set.of();

    DisposalChecks(WormStore worm, Consumer<Finding> findings) {
        this.worm = worm;
        this.findings = findings;
    }

    private static final class Batch {
        final RecordingId id;
        final String requester;
        final Set<String> approvers = new HashSet<>();
        boolean ordered;

        Batch(RecordingId id, String requester) {
            this.id = id;
            this.requester = requester;
        }
    }

    void take(long index, Entry entry) throws IOException {
        if (entry.is(CustodyEvent.DISPOSED)) {
            check(index, entry);
        } else if (entry.isOfBatch()) {
            Sha256 list = entry.list().orElseThrow();
            if (entry.is(CustodyEvent.DISPOSAL_REQUESTED)) {
                batches.putIfAbsent(list, new Batch(new RecordingId(entry.recording()), entry.actor()));
                return;
            }
            Batch batch = batches.get(list);
            if (batch == null || !batch.id.value().equals(entry.recording())) {
                report(index, entry, "is about a batch that nobody requested before");
            } else if (entry.is(CustodyEvent.DISPOSAL_APPROVED)
                    && !entry.actor().equals(batch.requester)) {
                batch.approvers.add(entry.actor());
            } else if (entry.is(CustodyEvent.DISPOSAL_ORDERED)) {
                batch.ordered = true;
            }
        }
    }

    private void check(long index, Entry entry) throws IOException {
        Optional<Sha256> list = entry.list();
        Batch batch = list.map(batches::get).orElse(null);
        if (list.isEmpty() || batch == null) {
            report(index, entry, "says that the recording was disposed of, by no batch that the log knows");
        } else if (batch.approvers.size() < 2 || !batch.ordered) {
            report(
                    index,
                    entry,
                    "says that the recording was disposed of by batch " + batch.id + ", which "
                            + batch.approvers.size() + " others than its requester had approved by then, and "
                            + (batch.ordered ? "somebody" : "nobody") + " had ordered");
        } else if (!isListed(batch, list.get(), entry.recording())) {
            report(
                    index,
                    entry,
                    "says that the recording was disposed of by batch " + batch.id
                            + ", on whose list it is not (or the list is missing or changed)");
        }
    }

    private boolean isListed(Batch batch, Sha256 list, String recording) throws IOException {
        if (!Objects.equals(list, readList)) {
            listed = read(ObjectKey.disposal(batch.id), list);
            readList = list;
        }
        return listed.contains(recording);
    }

    private Set<String> read(ObjectKey key, Sha256 digest) throws IOException {
        Set<String> ids = new HashSet<>();
        try {
            byte[] bytes = worm.read(key, DisposalLists.MOST_BYTES);
            if (!Sha256.of(bytes).equals(digest)) {
                findings.accept(Finding.ofLog(
                        Finding.Kind.CHANGED, key.value(), "is not the list of disposals that was approved"));
                return ids;
            }
            for (JsonObject item : JsonObject.parse(bytes).array("recordings").objects()) {
                ids.add(item.string("recording"));
            }
        } catch (NoSuchFileException e) {
            findings.accept(
                    Finding.ofLog(Finding.Kind.MISSING, key.value(), "the list of disposals is not in the store"));
        } catch (JsonException e) {
            findings.accept(
                    Finding.ofLog(Finding.Kind.CHANGED, key.value(), "is no list of disposals: " + e.getMessage()));
        }
        return ids;
    }

    private void report(long index, Entry entry, String message) {
        findings.accept(new Finding(
                Finding.Kind.CONTRADICTORY,
                ObjectKey.detail(new RecordingId(entry.recording()), entry.detail())
                        .value(),
                Optional.of(new RecordingId(entry.recording())),
                List.of(),
                "entry " + index + " " + message));
    }
}
