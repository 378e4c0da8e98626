package org.unbroken.storage.rules.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which days are worked (工作日), for the years whose notices are known. */
public final class WorkingCalendar {
    private static final int[] SHIPPED = {2024, 2025, 2026};

    private final Map<Integer, HolidayNotice> notices;

    private WorkingCalendar(Map<Integer, HolidayNotice> notices) {
        this.notices = Map.copyOf(notices);
    }

    /** The years that are shipped. */
    public static WorkingCalendar shipped() {
        Map<Integer, HolidayNotice> notices = new HashMap<>();
        for (int year : SHIPPED) {
            String file = year + ".json";
            try (InputStream in = WorkingCalendar.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the calendar of " + year + " is not in the jar");
                }
                notices.put(year, HolidayNotice.parse(file, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new WorkingCalendar(notices);
    }

    /** With this notice, which stands before one of the same year: notices have been amended. */
    public WorkingCalendar with(HolidayNotice notice) {
        Map<Integer, HolidayNotice> more = new HashMap<>(notices);
        more.put(notice.year(), notice);
        return new WorkingCalendar(more);
    }

    public Set<Integer> years() {
        return new TreeSet<>(notices.keySet());
    }

    /**
     * Whether the day is worked.
     *
     * @throws UnknownYearException when the year's notice is not there
     */
    public boolean isWorkingDay(LocalDate day) {
        if (!notices.containsKey(day.getYear())) {
            throw new UnknownYearException(day.getYear());
        }
        // The next year's notice may speak of this December.
        for (int year = day.getYear(); year <= day.getYear() + 1; year++) {
            HolidayNotice notice = notices.get(year);
            if (notice != null && notice.off().contains(day)) {
                return false;
            }
            if (notice != null && notice.worked().contains(day)) {
                return true;
            }
        }
        return day.getDayOfWeek().getValue() < 6;
    }

    /** The day itself if it is worked, else the next that is. */
    public LocalDate workingDayFrom(LocalDate day) {
        LocalDate found = day;
        while (!isWorkingDay(found)) {
            found = found.plusDays(1);
        }
        return found;
    }

    /** The nth working day after this day, which does not count; the day itself for 0. */
    public LocalDate workingDayAfter(LocalDate day, int count) {
        LocalDate found = day;
        for (int left = count; left > 0; left--) {
            found = workingDayFrom(found.plusDays(1));
        }
        return found;
    }
}
