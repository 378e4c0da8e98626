package org.unbroken.storage.intake;

import static org.unbroken.storage.intake.DigestPages.PAGE;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.KnownSessions.Known;
import org.unbroken.storage.intake.SessionDocument.Ending;
import org.unbroken.storage.intake.SessionDocument.Stage;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.Settled;

/**
 * Upload sessions that several gateways share. Each upload is one document ({@link SessionDocument}); every change is a
 * compare-and-set on it by the process that acquired it last, so a gateway that was taken for dead and wakes changes
 * nothing: its next change throws {@link TakenOverException}.
 *
 * <p>Completion, and what a crash leaves after each step:
 *
 * <ol>
 *   <li>pages of digests: pages that nobody names
 *   <li>{@code landing/ID}, which says where to look: a look for nothing
 *   <li>the document says landed, with size and digests. <em>This decides</em>: nobody can change, discard or complete
 *       the upload otherwise. From here on whoever finds it goes on: a client's request, any gateway's sweep
 *   <li>the entry in {@code open/} goes
 *   <li>the queue is told, perhaps more than once; only now is the upload acknowledged
 *   <li>{@code announced/HOUR/ID}, and then the document says published: told once more, if this was not reached
 *   <li>{@code landing/ID} goes
 *   <li>much later, when it is sealed, {@code announced/HOUR/ID} goes; what is not sealed by then is announced again,
 *       since a queue that lost its disks would never tell
 * </ol>
 */
public final class SharedUploadSessions implements UploadSessions {
    private static final Logger LOG = LoggerFactory.getLogger(SharedUploadSessions.class);
    private static final int STRIPES = 256;
    private static final int ACQUIRE_ATTEMPTS = 10;
    /** How old an entry without a session must be to be cleared away: its session may be about to be created. */
    private static final Duration STRAY_AGE = Duration.ofHours(1);

    private final InstantSource clock;
    private final Duration announceAgainAfter;
    private final String owner;
    private final KnownSessions sessions;
    private final DigestPages pages;
    private final OpenIndex open;
    private final LandingIndex landings;
    private final AnnouncedIndex announced;
    private final Announcer announcer;
    private final AnnouncedAgain announcedAgain;
    private final Object[] stripes = Stream.generate(Object::new).limit(STRIPES).toArray();
    /** Unfinished uploads, as counted by the last look over all of them; negative before the first. */
    private volatile long openCount = -1;

    /**
     * @param gateway this process's name, as an operator knows it
     * @param announceAgainAfter what is not sealed so long after its announcement is announced again
     */
    public SharedUploadSessions(
            SharedDocuments documents,
            LandingPublisher publisher,
            String gateway,
            Duration announceAgainAfter,
            InstantSource clock,
            RandomGenerator random) {
        this(documents, publisher, gateway, announceAgainAfter, clock, random, System::nanoTime);
    }

    SharedUploadSessions(
            SharedDocuments documents,
            LandingPublisher publisher,
            String gateway,
            Duration announceAgainAfter,
            InstantSource clock,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.clock = clock;
        this.announceAgainAfter = announceAgainAfter;
        // A name alone would make a process the owner of what its predecessor may still be writing.
        this.owner = gateway + "." + HexFormat.of().toHexDigits(random.nextLong());
        this.sessions = new KnownSessions(documents);
        this.pages = new DigestPages(documents);
        this.open = new OpenIndex(documents);
        this.landings = new LandingIndex(documents);
        this.announced = new AnnouncedIndex(documents);
        this.announcer = new Announcer(publisher, nanoTime);
        this.announcedAgain = new AnnouncedAgain(announced, announcer, this::landed, clock, nanoTime);
    }

    private Object stripe(RecordingId id) {
        return stripes[Math.floorMod(id.hashCode(), STRIPES)];
    }

    // ---- one owner at a time

    @Override
    public void create(UploadSession session) throws IOException {
        synchronized (stripe(session.id())) {
            open.enter(session);
            try {
                sessions.create(SessionDocument.begun(session, owner));
            } catch (SharedConflictException e) {
                if (there(session.id())
                        .map(known -> known.document().isDecided())
                        .orElse(true)) {
                    open.removeAll(session);
                }
                throw new IllegalStateException("upload " + session.id() + " is there already", e);
            }
        }
    }

    @Override
    public Optional<UploadSession> find(RecordingId id) throws IOException {
        return there(id).map(known -> known.document().session());
    }

    private Optional<Known> there(RecordingId id) throws IOException {
        return sessions.read(id).filter(known -> known.document().stage() != Stage.DISCARDED);
    }

    @Override
    public void acquire(RecordingId id) throws IOException {
        synchronized (stripe(id)) {
            // Written also where this process has it: a write of its own may still be on the way, and must not count.
            for (int attempt = 0; attempt < ACQUIRE_ATTEMPTS; attempt++) {
                Known before = there(id).orElseThrow(() -> unknown(id));
                if (before.document().isDecided()) {
                    throw ended(before.document());
                }
                try {
                    sessions.replace(before, before.document().ownedBy(owner));
                    return;
                } catch (SharedConflictException e) {
                    // Its owner has just changed something; the newer one wins all the same.
                }
            }
            throw new TakenOverException(id);
        }
    }

    @Override
    public boolean isHeld(RecordingId id) throws IOException {
        return sessions.read(id)
                .map(Known::document)
                .filter(document -> document.stage() == Stage.OPEN)
                .map(document -> document.owner().equals(owner))
                .orElse(false);
    }

    /** The session of an unfinished upload that is this process's, as far as it knows. */
    private Known mine(RecordingId id) throws IOException {
        Known known = sessions.recall(id)
                .filter(each -> each.document().stage() != Stage.DISCARDED)
                .orElseThrow(() -> unknown(id));
        if (known.document().isDecided()) {
            throw ended(known.document());
        }
        if (!known.document().owner().equals(owner)) {
            throw takenOver(id);
        }
        return known;
    }

    private static RuntimeException unknown(RecordingId id) {
        return new IllegalStateException("no unfinished upload " + id);
    }

    private TakenOverException takenOver(RecordingId id) {
        sessions.forget(id);
        return new TakenOverException(id);
    }

    private RuntimeException ended(SessionDocument document) throws TakenOverException {
        RecordingId id = document.session().id();
        if (!document.owner().equals(owner)) {
            throw takenOver(id);
        }
        return unknown(id);
    }

    private Known replace(Known before, SessionDocument after) throws IOException {
        try {
            return sessions.replace(before, after);
        } catch (SharedConflictException e) {
            throw new TakenOverException(after.session().id());
        }
    }

    private void change(RecordingId id, UnaryOperator<UploadSession> change) throws IOException {
        synchronized (stripe(id)) {
            Known before = mine(id);
            UploadSession after = change.apply(before.document().session());
            if (after.equals(before.document().session())) {
                return;
            }
            if (after.expires().isBefore(before.document().session().expires())) {
                open.enter(after);
            }
            replace(before, before.document().with(after));
        }
    }

    @Override
    public void setLength(RecordingId id, long length) throws IOException {
        change(id, session -> {
            if (session.length().isPresent() && session.length().getAsLong() != length) {
                throw new IllegalStateException(
                        "upload " + id + " has the length " + session.length().getAsLong() + " already, not " + length);
            }
            return session.withLength(length);
        });
    }

    @Override
    public void markUnverified(RecordingId id, OptionalLong from) throws IOException {
        change(id, session -> session.withUnverifiedFrom(from));
    }

    @Override
    public void markBoot(RecordingId id, String bootId) throws IOException {
        change(id, session -> session.withSyncedBoot(bootId));
    }

    @Override
    public void extend(RecordingId id, Instant expires) throws IOException {
        change(id, session -> session.withExpires(expires));
    }

    // ---- digests

    /** {@code index}: at most one past the last that is recorded. */
    @Override
    public void putChunk(RecordingId id, int index, Sha256 digest) throws IOException {
        synchronized (stripe(id)) {
            Known before = mine(id);
            SessionDocument document = before.document();
            if (index != document.recorded()) {
                if (index >= 0 && index < document.recorded()) {
                    requireSame(id, index, pages.all(document).get(index), digest);
                    return;
                }
                throw new IllegalArgumentException(
                        "chunk " + index + " of " + id + ", of which " + document.recorded() + " are recorded");
            }
            List<Sha256> all = new ArrayList<>(document.digests());
            all.add(digest);
            replace(before, withDigests(document, document.pages(), all));
        }
    }

    private static void requireSame(RecordingId id, int index, Sha256 recorded, Sha256 told) {
        if (!recorded.equals(told)) {
            throw new IllegalStateException("chunk " + index + " of " + id + " is recorded as " + recorded.hex()
                    + " and would now be " + told.hex());
        }
    }

    /** Makes pages of as many digests as fill some; those are kept before anybody names them. */
    private SessionDocument withDigests(SessionDocument document, List<Sha256> before, List<Sha256> after)
            throws IOException {
        List<Sha256> full = new ArrayList<>(before);
        List<Sha256> rest = after;
        while (rest.size() >= PAGE) {
            full.add(pages.write(document.session().id(), rest.subList(0, PAGE)));
            rest = rest.subList(PAGE, rest.size());
        }
        return document.withDigests(full, rest);
    }

    @Override
    public List<Sha256> chunks(RecordingId id) throws IOException {
        Optional<Known> known = there(id);
        return known.isEmpty() || known.get().document().isDecided()
                ? List.of()
                : pages.all(known.get().document());
    }

    @Override
    public void dropChunks(RecordingId id, int fromIndex) throws IOException {
        synchronized (stripe(id)) {
            Optional<Known> known = there(id);
            if (known.isEmpty()
                    || known.get().document().isDecided()
                    || known.get().document().recorded() <= fromIndex) {
                return;
            }
            Known before = mine(id);
            SessionDocument document = before.document();
            int full = Math.min(fromIndex / PAGE, document.pages().size());
            List<Sha256> after = full < document.pages().size()
                    ? pages.read(id, document.pages().get(full))
                    : document.digests();
            replace(
                    before,
                    document.withDigests(document.pages().subList(0, full), after.subList(0, fromIndex - full * PAGE)));
        }
    }

    // ---- the end

    @Override
    public Landing complete(
            RecordingId id, long size, List<Sha256> chunks, Instant receivedAt, OptionalLong clockOffsetMicros)
            throws IOException {
        synchronized (stripe(id)) {
            Optional<Known> earlier = there(id).filter(known -> known.document().isDecided());
            if (earlier.isPresent()) {
                return announced(earlier.get());
            }
            Known before = mine(id);
            SessionDocument document = before.document();
            requireWhole(document.session(), size, chunks);
            List<Sha256> recorded = pages.all(document);
            for (int i = 0; i < recorded.size(); i++) {
                requireSame(id, i, recorded.get(i), chunks.get(i));
            }
            SessionDocument whole = withDigests(document, List.of(), chunks);
            landings.enter(id);
            Known decided = replace(before, whole.landed(new Ending(size, receivedAt, clockOffsetMicros)));
            return announced(decided);
        }
    }

    private static void requireWhole(UploadSession session, long size, List<Sha256> chunks) {
        if (size < 0 || chunks.size() != ChunkChain.count(size)) {
            throw new IllegalArgumentException(chunks.size() + " chunk digests for " + size + " bytes");
        }
        if (session.length().isPresent() && session.length().getAsLong() != size) {
            throw new IllegalArgumentException("upload " + session.id() + " announced "
                    + session.length().getAsLong() + " bytes and would land with " + size);
        }
    }

    /** Goes on from wherever the completion of a decided upload stopped. */
    private Landing announced(Known decided) throws IOException {
        SessionDocument document = decided.document();
        RecordingId id = document.session().id();
        Landing landing = landingOf(document);
        if (document.stage() == Stage.PUBLISHED) {
            return landing;
        }
        landings.waits(id);
        open.removeAll(document.session());
        announcer.announce(landing);
        landings.isTold(id);
        try {
            announced.enter(id, clock.instant());
            sessions.replace(decided, document.at(Stage.PUBLISHED));
            landings.remove(id);
        } catch (SharedConflictException e) {
            // Another gateway has told the queue too, and marked it.
        } catch (IOException e) {
            // The queue has it, which is what the caller asks for; it is told once more at a sweep.
            LOG.atWarn().addKeyValue("recording", id).setCause(e).log("an announced landing is not marked as such yet");
        }
        return landing;
    }

    private Landing landingOf(SessionDocument document) throws IOException {
        UploadSession session = document.session();
        Ending how = document.ending().orElseThrow();
        return new Landing(
                0,
                session.id(),
                session.agency(),
                session.camera(),
                session.uploader(),
                how.size(),
                pages.all(document),
                how.receivedAt(),
                how.clockOffsetMicros(),
                session.metadata());
    }

    @Override
    public Optional<Landing> landing(RecordingId id) throws IOException {
        Optional<Known> decided = there(id).filter(known -> known.document().isDecided());
        return decided.isEmpty() ? Optional.empty() : Optional.of(announced(decided.get()));
    }

    @Override
    public boolean discard(RecordingId id) throws IOException {
        synchronized (stripe(id)) {
            Optional<Known> there = there(id);
            if (there.isEmpty() || there.get().document().isDecided()) {
                return false;
            }
            Known before = mine(id);
            // This decides: no change and no completion can follow. What a crash leaves after it a sweep clears away.
            clearAway(replace(before, before.document().at(Stage.DISCARDED)).document());
            return true;
        }
    }

    private void clearAway(SessionDocument discarded) throws IOException {
        RecordingId id = discarded.session().id();
        pages.deleteAll(id);
        landings.remove(id);
        sessions.delete(id);
        open.removeAll(discarded.session());
    }

    // ---- sweeps

    @Override
    public int republish(int max) throws IOException {
        List<RecordingId> found = landings.list();
        List<RecordingId> waiting = new ArrayList<>();
        boolean away = false;
        for (RecordingId id : found.subList(0, Math.min(max, found.size()))) {
            if (away) {
                waiting.add(id);
                continue;
            }
            Optional<Known> known = sessions.read(id);
            Stage stage = known.map(each -> each.document().stage()).orElse(Stage.DISCARDED);
            try {
                switch (stage) {
                    case OPEN -> {} // about to be decided, or whoever was is gone: then its client or its expiry does
                    case LANDED -> announced(known.orElseThrow());
                    case PUBLISHED -> landings.remove(id);
                    case DISCARDED -> landings.remove(id);
                }
            } catch (LandingUnpublishedException e) {
                away = true;
                waiting.add(id);
                LOG.atWarn().addKeyValue("recording", id).setCause(e).log("landings wait to be announced");
            }
        }
        landings.allThatWait(waiting);
        return waiting.size();
    }

    @Override
    public int announceAgain(Settled settled, int max) throws IOException {
        return announcedAgain.before(clock.instant().minus(announceAgainAfter), settled, max);
    }

    @Override
    public int announceAllAgain(Settled settled, Set<RecordingId> done) throws IOException {
        return announcedAgain.all(settled, done);
    }

    private Optional<Landing> landed(RecordingId id) throws IOException {
        Optional<SessionDocument> decided = there(id).map(Known::document).filter(SessionDocument::isDecided);
        return decided.isEmpty() ? Optional.empty() : Optional.of(landingOf(decided.get()));
    }

    @Override
    public long unpublished() {
        return landings.waiting();
    }

    @Override
    public int openUploads(String agency, String camera) throws IOException {
        return Math.toIntExact(ids(open.of(agency, camera)).size());
    }

    @Override
    public List<UploadSession> openSessions(String agency, String camera) throws IOException {
        Map<RecordingId, UploadSession> found = new LinkedHashMap<>();
        for (OpenIndex.Entry entry : open.of(agency, camera)) {
            if (!found.containsKey(entry.id())) {
                unfinished(entry).ifPresent(session -> found.put(entry.id(), session));
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(UploadSession::id))
                .toList();
    }

    /** As of the last sweep: this is asked with every scrape of the metrics. */
    @Override
    public long openUploads() throws IOException {
        if (openCount < 0) {
            openCount = ids(open.all()).size();
        }
        return openCount;
    }

    private static Set<RecordingId> ids(List<OpenIndex.Entry> entries) {
        Set<RecordingId> ids = new LinkedHashSet<>();
        entries.forEach(entry -> ids.add(entry.id()));
        return ids;
    }

    @Override
    public List<UploadSession> expired(Instant now, int max) throws IOException {
        List<OpenIndex.Entry> all = open.all();
        openCount = ids(all).size();
        Map<RecordingId, UploadSession> found = new LinkedHashMap<>();
        for (OpenIndex.Entry entry : all) {
            if (found.size() >= max) {
                break;
            }
            if (entry.lookAt().isAfter(now) || found.containsKey(entry.id())) {
                continue;
            }
            Optional<UploadSession> session = unfinished(entry);
            if (session.isEmpty()) {
                continue;
            }
            if (session.get().expires().isBefore(now)) {
                found.put(entry.id(), session.get());
            } else if (session.get().expires().getEpochSecond() > entry.lookAt().getEpochSecond()) {
                // Extended since: looked at again when it is due.
                open.enter(session.get());
                open.remove(entry);
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(UploadSession::expires).thenComparing(UploadSession::id))
                .toList();
    }

    /** The unfinished session that an entry names; an entry that names none is cleared away. */
    private Optional<UploadSession> unfinished(OpenIndex.Entry entry) throws IOException {
        Optional<Known> known = sessions.read(entry.id());
        if (known.isEmpty()) {
            if (entry.id().time().plus(STRAY_AGE).isBefore(clock.instant())) {
                open.remove(entry);
            }
            return Optional.empty();
        }
        SessionDocument document = known.get().document();
        if (document.stage() == Stage.DISCARDED) {
            clearAway(document);
        } else if (document.isDecided()) {
            open.remove(entry);
        }
        return document.stage() == Stage.OPEN ? Optional.of(document.session()) : Optional.empty();
    }
}
