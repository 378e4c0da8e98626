package org.unbroken.storage.owed;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.cases.RecordedFacts;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Term;
import org.unbroken.storage.rules.calendar.Counting;
import org.unbroken.storage.rules.calendar.UnknownYearException;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/**
 * What its rulebook wants of an agency as a whole and is not there: footage looked through, a copy elsewhere, what fixed
 * cameras record saved day by day, cameras for the officers. By the footage of the last quarter.
 */
public final class AgencyOwes {
    private static final Duration LOOKED_AT = Duration.ofDays(92);
    private static final int PAGE = 500;
    /** An agency with more in a quarter is judged by the newest of it. */
    private static final int MOST = 20_000;

    private static final int MOST_NAMED = 20;

    private final Rulebook book;
    private final Counting counting;
    private final String agency;
    private final Ledger ledger;
    private final Instant now;
    private final List<Owed> owed = new ArrayList<>();

    private final Optional<Set<String>> cleared;

    private AgencyOwes(
            Rulebook book,
            Counting counting,
            String agency,
            Ledger ledger,
            Optional<Set<String>> cleared,
            Instant now) {
        this.cleared = cleared;
        this.book = book;
        this.counting = counting;
        this.agency = agency;
        this.ledger = ledger;
        this.now = now;
    }

    /**
     * As of now.
     *
     * @param cleared the secrecy classes of which the asker may know; empty: all
     * @param copyBehind how far the second store is behind; empty where no copy is made
     */
    public static List<Owed> of(
            Rulebook book,
            WorkingCalendar calendar,
            String agency,
            Ledger ledger,
            Optional<Set<String>> cleared,
            Optional<Duration> copyBehind,
            Instant now)
            throws IOException {
        AgencyOwes owes = new AgencyOwes(book, Counting.of(book, book.zone(), calendar), agency, ledger, cleared, now);
        List<Recording> recent = owes.recent();
        owes.spotChecks(recent);
        owes.copy(copyBehind);
        owes.fixedCameras(recent);
        owes.camerasForOfficers(recent);
        return List.copyOf(owes.owed);
    }

    private List<Recording> recent() throws IOException {
        List<Recording> recent = new ArrayList<>();
        int looked = 0;
        Optional<RecordingId> after = Optional.empty();
        do {
            Ledger.Page page = ledger.search(new RecordingQuery(
                    Optional.of(agency),
                    Optional.empty(),
                    Optional.of(now.minus(LOOKED_AT)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    after,
                    PAGE,
                    cleared));
            page.recordings().stream()
                    .filter(recording -> recording.state() != RecordingState.DISPOSED)
                    .forEach(recent::add);
            looked += page.recordings().size();
            after = page.next();
        } while (after.isPresent() && looked < MOST);
        return recent;
    }

    /** Counted from the last sample; before the first, from the oldest footage of the quarter. */
    private void spotChecks(List<Recording> recent) throws IOException {
        if (!book.value(Rules.CHECKS_REQUIRED) || recent.isEmpty()) {
            return;
        }
        List<RecordingId> newest = ledger.samples(Optional.of(agency), Optional.empty(), 1);
        Optional<Instant> last = newest.isEmpty()
                ? Optional.empty()
                : ledger.custody(newest.get(0)).stream()
                        .map(record -> record.entry().at())
                        .findFirst();
        Instant since = last.orElseGet(() -> recent.stream()
                .map(Recording::receivedAt)
                .min(Instant::compareTo)
                .orElse(now));
        if (isOver(Rules.CHECKS_EVERY, since)) {
            owe(
                    Rules.CHECKS_REQUIRED,
                    last.isPresent() ? "上次抽查在 " + last.get() + "，已逾期" : "尚未抽查",
                    last.isPresent() ? "a spot check: the last was at " + last.get() : "a spot check: there was none");
        }
    }

    private void copy(Optional<Duration> behind) {
        if (!book.value(Rules.BACKUP_OFF_SITE)) {
            return;
        }
        if (behind.isEmpty()) {
            owe(Rules.BACKUP_OFF_SITE, "本服务器未设异地备份", "an off-site copy: this server makes none (replicate = false)");
        } else if (isOver(Rules.BACKUP_EVERY, now.minus(behind.get()))) {
            owe(
                    Rules.BACKUP_EVERY,
                    "异地备份落后 " + behind.get().toHours() + " 小时",
                    "an off-site copy that is up to date: it is " + behind.get().toHours() + " hours behind");
        }
    }

    /** A camera is a fixed one as soon as one of its recordings is labelled so. */
    private void fixedCameras(List<Recording> recent) {
        SortedMap<String, NavigableSet<Instant>> saved = new TreeMap<>();
        recent.stream()
                .filter(RecordedFacts::isFixedCamera)
                .forEach(recording -> saved.put(recording.camera(), new TreeSet<>()));
        Set<String> places = book.value(Rules.FIXED_CAMERAS_WHERE);
        if (book.value(Rules.FIXED_CAMERAS_REQUIRED) && saved.isEmpty() && !recent.isEmpty()) {
            owe(
                    Rules.FIXED_CAMERAS_REQUIRED,
                    "三个月内没有固定摄像（kind = fixed-camera）的记录",
                    "footage of fixed cameras (" + String.join(", ", places)
                            + "): none in three months is labelled so");
        }
        if (book.value(Rules.FIXED_CAMERAS_SAVE_EVERY) == Term.Word.NONE) {
            return;
        }
        recent.stream()
                .filter(recording -> saved.containsKey(recording.camera()))
                .forEach(recording ->
                        Objects.requireNonNull(saved.get(recording.camera())).add(recording.receivedAt()));
        saved.forEach(this::savedDayByDay);
    }

    private void savedDayByDay(String camera, NavigableSet<Instant> times) {
        int named = 0;
        Instant before = times.first();
        times.add(now);
        for (Instant next : times) {
            Optional<Instant> due = end(Rules.FIXED_CAMERAS_SAVE_EVERY, before);
            if (due.filter(next::isAfter).isPresent() && named++ < MOST_NAMED) {
                owe(
                        Rules.FIXED_CAMERAS_SAVE_EVERY,
                        "固定摄像 " + camera + "：" + before + " 之后至 " + next + " 未保存",
                        "camera " + camera + " saved by " + due.get() + ": nothing came between " + before + " and "
                                + next);
            }
            before = next;
        }
    }

    /** A15: 每两人一台. Officers that footage names, against cameras that made it or are on the agency's list. */
    private void camerasForOfficers(List<Recording> recent) throws IOException {
        int each = book.value(Rules.DEVICES_OFFICERS_EACH);
        if (each < 2) {
            return;
        }
        Set<String> officers = new TreeSet<>();
        Set<String> cameras = new TreeSet<>();
        for (Recording recording : recent) {
            if (!RecordedFacts.isFixedCamera(recording)) {
                cameras.add(recording.camera());
                Arrays.stream(recording
                                .labels()
                                .getOrDefault(Label.OFFICER.wire(), "")
                                .split("[,，、;；]"))
                        .filter(name -> !name.isBlank())
                        .forEach(name -> officers.add(name.strip()));
            }
        }
        List<CustodyRecord> told = ledger.cameraEvents(agency, Optional.empty(), MOST);
        if (told.size() == MOST) {
            // They come by camera: of those at the list's end nothing is known here, and nobody can be told of too few.
            return;
        }
        for (CustodyRecord record : told) {
            record.detail().flatMap(detail -> detail.findString("camera")).ifPresent(cameras::add);
        }
        if (officers.size() > each * cameras.size()) {
            owe(
                    Rules.DEVICES_OFFICERS_EACH,
                    officers.size() + " 名执法人员，" + cameras.size() + " 台执法记录仪",
                    "a camera for every " + each + " officers: " + officers.size() + " officers, " + cameras.size()
                            + " cameras");
        }
    }

    private boolean isOver(Rule<Term> every, Instant since) {
        return end(every, since).filter(now::isAfter).isPresent();
    }

    /** Empty where the term cannot be counted: what nobody can tell is not called late. */
    private Optional<Instant> end(Rule<Term> every, Instant since) {
        try {
            return counting.end(book.value(every), since);
        } catch (UnknownYearException e) {
            return Optional.empty();
        }
    }

    private void owe(Rule<?> rule, String zh, String en) {
        owed.add(Owed.by(book, rule, new Said(zh, en)));
    }
}
