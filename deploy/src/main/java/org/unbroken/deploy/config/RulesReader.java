package org.unbroken.deploy.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.Names;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookException;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.HolidayNotice;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Which rulebook each agency obeys, and by which calendar. */
final class RulesReader {
    private static final String ALL_OTHERS = "*";

    private final SettingValues values;

    RulesReader(SettingValues values) {
        this.values = values;
    }

    AgencyRules read() {
        WorkingCalendar calendar = calendar();
        Map<String, Rulebook> agencies = new HashMap<>();
        for (String one : parts(Setting.RULEBOOKS)) {
            int equals = one.indexOf('=');
            String agency = equals < 0 ? "" : one.substring(0, equals).strip();
            if (!agency.equals(ALL_OTHERS) && !Names.NAME.matcher(agency).matches()) {
                values.problem(Setting.RULEBOOKS, "\"" + one + "\" is not agency=RULEBOOK");
                continue;
            }
            Optional<Rulebook> book = book(one.substring(equals + 1).strip());
            if (book.isPresent() && agencies.put(agency, book.get()) != null) {
                values.problem(Setting.RULEBOOKS, "agency " + agency + " is there twice");
            }
        }
        Optional<Rulebook> others = Optional.ofNullable(agencies.remove(ALL_OTHERS));
        return new AgencyRules(agencies, others, calendar, longestApproval());
    }

    private Duration longestApproval() {
        Duration least = Duration.ofMinutes(1);
        Duration most = Duration.ofDays(3660);
        return values.value(
                Setting.ACCESS_LONGEST_APPROVAL,
                Quantities::duration,
                AgencyRules.LONGEST_APPROVAL,
                d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0,
                least + " to " + most);
    }

    private Optional<Rulebook> book(String word) {
        RulebookShelf shelf = new RulebookShelf();
        Optional<Rulebook> shipped = shelf.find(word);
        if (shipped.isPresent()) {
            return shipped;
        }
        try {
            Path file = Path.of(word);
            if (Files.isRegularFile(file)) {
                return Optional.of(shelf.read(file));
            }
            values.problem(
                    Setting.RULEBOOKS,
                    "\"" + word + "\" is neither an id or letter of unbroken rulebook list nor a file");
        } catch (RulebookException e) {
            e.problems().forEach(problem -> values.problem(Setting.RULEBOOKS, problem.toString()));
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            values.problem(Setting.RULEBOOKS, word + " cannot be read (" + e + ")");
        }
        return Optional.empty();
    }

    private WorkingCalendar calendar() {
        WorkingCalendar calendar = WorkingCalendar.shipped();
        for (String file : parts(Setting.RULEBOOK_CALENDARS)) {
            try {
                calendar = calendar.with(HolidayNotice.parse(file, Files.readAllBytes(Path.of(file))));
            } catch (IOException | InvalidPathException e) {
                values.problem(Setting.RULEBOOK_CALENDARS, file + " cannot be read (" + e + ")");
            } catch (IllegalArgumentException e) {
                values.problem(Setting.RULEBOOK_CALENDARS, String.valueOf(e.getMessage()));
            }
        }
        return calendar;
    }

    private List<String> parts(Setting setting) {
        List<String> parts = new ArrayList<>();
        for (String part : values.text(setting).split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }
}
