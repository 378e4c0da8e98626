package org.unbroken.storage.rules.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;

/**
 * The State Council's notice for one year: which days are off, and which days of a weekend are worked instead.
 *
 * <pre>
 * {"format": "unbroken/calendar/1", "year": 2026, "notice": "国务院办公厅关于…",
 *  "holidays": [{"name": "春节", "first": "2026-02-15", "last": "2026-02-23", "worked": ["2026-02-14", …]}, …]}
 * </pre>
 *
 * @param worked weekend days that are working days
 */
public record HolidayNotice(int year, String notice, Set<LocalDate> off, Set<LocalDate> worked) {
    public static final String FORMAT = "unbroken/calendar/1";
    private static final Set<String> MEMBERS = Set.of("format", "year", "notice", "holidays");
    private static final Set<String> HOLIDAY_MEMBERS = Set.of("name", "first", "last", "worked");
    private static final int LONGEST_HOLIDAY_DAYS = 31;

    public HolidayNotice {
        off = Set.copyOf(off);
        worked = Set.copyOf(worked);
    }

    /**
     * Reads a notice's file.
     *
     * @param file what messages call it
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static HolidayNotice parse(String file, byte[] bytes) {
        try {
            return read(JsonObject.parse(bytes));
        } catch (JsonException | DateTimeException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static HolidayNotice read(JsonObject json) {
        known(json, MEMBERS);
        if (!json.string("format").equals(FORMAT)) {
            throw new JsonException("format is not " + FORMAT);
        }
        int year = Math.toIntExact(json.integer("year"));
        Set<LocalDate> off = new HashSet<>();
        Set<LocalDate> worked = new HashSet<>();
        for (JsonObject holiday : json.array("holidays").objects()) {
            known(holiday, HOLIDAY_MEMBERS);
            for (LocalDate day : span(holiday)) {
                once(off, day, year);
            }
            for (String day : holiday.array("worked").strings()) {
                once(worked, LocalDate.parse(day), year);
            }
        }
        if (off.isEmpty()) {
            throw new JsonException("no holiday is in it");
        }
        for (LocalDate day : worked) {
            if (day.getDayOfWeek().getValue() < 6 || off.contains(day)) {
                throw new JsonException("worked day " + day + " is no weekend day, or is off as well");
            }
        }
        return new HolidayNotice(year, json.string("notice"), off, worked);
    }

    private static List<LocalDate> span(JsonObject holiday) {
        LocalDate first = LocalDate.parse(holiday.string("first"));
        LocalDate last = LocalDate.parse(holiday.string("last"));
        if (last.isBefore(first) || last.isAfter(first.plusDays(LONGEST_HOLIDAY_DAYS))) {
            throw new JsonException(
                    holiday.string("name") + ": last " + last + " is before first, or too long after it");
        }
        return new ArrayList<>(first.datesUntil(last.plusDays(1)).toList());
    }

    /** New Year's may reach into the December before. */
    private static void once(Set<LocalDate> days, LocalDate day, int year) {
        boolean within = day.getYear() == year || (day.getYear() == year - 1 && day.getMonthValue() == 12);
        if (!within) {
            throw new JsonException("day " + day + " is not of " + year);
        }
        if (!days.add(day)) {
            throw new JsonException("day " + day + " is there twice");
        }
    }

    private static void known(JsonObject json, Set<String> members) {
        for (String name : json.members().keySet()) {
            if (!members.contains(name)) {
                throw new JsonException("unknown member \"" + name + "\"; there are " + new TreeSet<>(members));
            }
        }
    }
}
