package org.unbroken.storage.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;

/** What the contracts say, in collections: the intake is compared with this. */
final class IntakeModel implements UploadSessions, Landings {
    private final Map<RecordingId, UploadSession> sessions = new HashMap<>();
    private final Map<RecordingId, TreeMap<Integer, Sha256>> chunks = new HashMap<>();
    private final List<Landing> landings = new ArrayList<>();
    private final Set<Long> done = new HashSet<>();
    private final TreeMap<Long, Integer> attempts = new TreeMap<>();
    private final Map<Long, Instant> waiting = new HashMap<>();
    private final Set<Long> handedOut = new HashSet<>();

    void restart() {
        handedOut.clear();
    }

    private UploadSession unfinished(RecordingId id) {
        if (!sessions.containsKey(id) || landing(id).isPresent()) {
            throw new IllegalStateException("none");
        }
        return sessions.get(id);
    }

    @Override
    public void create(UploadSession session) {
        if (sessions.putIfAbsent(session.id(), session) != null) {
            throw new IllegalStateException("taken");
        }
        chunks.put(session.id(), new TreeMap<>());
    }

    @Override
    public Optional<UploadSession> find(RecordingId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public void setLength(RecordingId id, long length) {
        UploadSession session = unfinished(id);
        if (session.length().isPresent() && session.length().getAsLong() != length) {
            throw new IllegalStateException("another length");
        }
        sessions.put(id, session.withLength(length));
    }

    @Override
    public void markUnverified(RecordingId id, OptionalLong from) {
        sessions.put(id, unfinished(id).withUnverifiedFrom(from));
    }

    @Override
    public void markBoot(RecordingId id, String bootId) {
        sessions.put(id, unfinished(id).withSyncedBoot(bootId));
    }

    @Override
    public void extend(RecordingId id, Instant expires) {
        sessions.put(id, unfinished(id).withExpires(expires));
    }

    @Override
    public void putChunk(RecordingId id, int index, Sha256 digest) {
        unfinished(id);
        chunks.get(id).put(index, digest);
    }

    @Override
    public List<Sha256> chunks(RecordingId id) {
        List<Sha256> found = new ArrayList<>();
        TreeMap<Integer, Sha256> held = chunks.getOrDefault(id, new TreeMap<>());
        while (held.containsKey(found.size())) {
            found.add(held.get(found.size()));
        }
        return found;
    }

    @Override
    public void dropChunks(RecordingId id, int fromIndex) {
        chunks.getOrDefault(id, new TreeMap<>()).tailMap(fromIndex).clear();
    }

    @Override
    public Landing complete(
            RecordingId id, long size, List<Sha256> digests, Instant receivedAt, OptionalLong clockOffsetMicros) {
        if (landing(id).isPresent()) {
            return landing(id).get();
        }
        UploadSession session = unfinished(id);
        if (session.length().isPresent() && session.length().getAsLong() != size) {
            throw new IllegalArgumentException("another length");
        }
        Landing landing = new Landing(
                landings.size(),
                id,
                session.agency(),
                session.camera(),
                session.uploader(),
                size,
                digests,
                receivedAt,
                clockOffsetMicros,
                session.metadata());
        landings.add(landing);
        chunks.get(id).clear();
        return landing;
    }

    @Override
    public Optional<Landing> landing(RecordingId id) {
        return landings.stream()
                .filter(landing -> landing.recording().equals(id))
                .findFirst();
    }

    private List<UploadSession> open() {
        return sessions.values().stream()
                .filter(session -> landing(session.id()).isEmpty())
                .toList();
    }

    @Override
    public int openUploads(String agency, String camera) {
        return openSessions(agency, camera).size();
    }

    @Override
    public List<UploadSession> openSessions(String agency, String camera) {
        return open().stream()
                .filter(session ->
                        session.agency().equals(agency) && session.camera().equals(camera))
                .sorted(Comparator.comparing(UploadSession::id))
                .toList();
    }

    @Override
    public long openUploads() {
        return open().size();
    }

    @Override
    public List<UploadSession> expired(Instant now, int max) {
        return open().stream()
                .filter(session -> session.expires().isBefore(now))
                .sorted(Comparator.comparing(UploadSession::expires).thenComparing(UploadSession::id))
                .limit(max)
                .toList();
    }

    @Override
    public boolean discard(RecordingId id) {
        if (!sessions.containsKey(id) || landing(id).isPresent()) {
            return false;
        }
        sessions.remove(id);
        chunks.remove(id);
        return true;
    }

    @Override
    public List<Landing> read(long fromSequence, int max) {
        return landings.stream()
                .filter(landing -> landing.sequence() >= fromSequence && !done.contains(landing.sequence()))
                .limit(max)
                .toList();
    }

    @Override
    public long end() {
        return landings.size();
    }

    @Override
    public long backlog() {
        return (long) landings.size() - done.size();
    }

    @Override
    public void done(long sequence) {
        requireLanding(sequence);
        done.add(sequence);
        waiting.remove(sequence);
    }

    private void requireLanding(long sequence) {
        if (sequence >= landings.size()) {
            throw new IllegalArgumentException("none");
        }
    }

    @Override
    public void retry(long sequence, int attempt, Instant notBefore, String reason) {
        requireLanding(sequence);
        if (!done.contains(sequence)) {
            attempts.put(sequence, attempt);
            waiting.put(sequence, notBefore);
            handedOut.remove(sequence);
        }
    }

    @Override
    public List<Retry> due(Instant now, int max) {
        List<Retry> found = waiting.keySet().stream()
                .filter(sequence -> !waiting.get(sequence).isAfter(now) && !handedOut.contains(sequence))
                .sorted(Comparator.<Long, Instant>comparing(waiting::get).thenComparing(Comparator.naturalOrder()))
                .limit(max)
                .map(sequence -> new Retry(landings.get(sequence.intValue()), attempts.get(sequence)))
                .toList();
        found.forEach(retry -> handedOut.add(retry.landing().sequence()));
        return found;
    }

    @Override
    public int attempts(long sequence) {
        return attempts.getOrDefault(sequence, 0);
    }

    @Override
    public void onAppend(Runnable callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acquire(RecordingId id) {}

    @Override
    public boolean isHeld(RecordingId id) {
        return true;
    }
}
