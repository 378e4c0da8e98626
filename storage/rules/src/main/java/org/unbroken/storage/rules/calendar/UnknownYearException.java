package org.unbroken.storage.rules.calendar;

import org.unbroken.storage.rules.Said;

/** A day's kind was asked of a year whose holiday notice is not there. Nothing is guessed. */
public final class UnknownYearException extends RuntimeException {
    private final int year;

    UnknownYearException(int year) {
        super(words(year).en());
        this.year = year;
    }

    public int year() {
        return year;
    }

    public Said said() {
        return words(year);
    }

    private static Said words(int year) {
        return new Said(
                "没有 " + year + " 年的节假日安排：请把国务院办公厅当年的通知写成日历文件，列入 rulebook.calendars",
                "unknown calendar year " + year
                        + ": add the notice to a calendar file and name it in rulebook.calendars");
    }
}
