package org.unbroken.ingest.console.api;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.unbroken.ingest.console.http.Csv;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** Counts by agency, and by unit, officer and period as far as asked for. Put in order by those. */
final class Figures {
    /** Recordings that name no unit or officer are counted under this. */
    static final String NOBODY = "";

    private final Set<By> by;
    private final Period period;
    private final Map<Key, Row> rows = new TreeMap<>();

    Figures(Set<By> by, Period period) {
        this.by = Set.copyOf(by);
        this.period = period;
    }

    /** What figures are told apart by. */
    enum By {
        UNIT,
        OFFICER;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Over which span each figure goes; days are the agency's own. */
    enum Period {
        ALL(""),
        YEAR("uuuu"),
        MONTH("uuuu-MM"),
        DAY("uuuu-MM-dd");

        private final String pattern;

        Period(String pattern) {
            this.pattern = pattern;
        }

        String of(Instant time, ZoneId zone) {
            return pattern.isEmpty()
                    ? ""
                    : DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time.atZone(zone));
        }
    }

    /** Every figure there is, in the order of the columns. */
    enum Column {
        RECORDINGS,
        SECONDS,
        /** Whose length nobody could tell. */
        LENGTH_UNKNOWN,
        CONTINUOUS,
        NOT_CONTINUOUS,
        /** Not described yet, or the analysis cannot tell. */
        CONTINUITY_UNKNOWN,
        /** Interrupted, with an explanation on record. */
        EXPLAINED,
        UPLOADED_IN_TIME,
        UPLOADED_LATE,
        /** The rulebook sets no term, or it cannot be computed. */
        UPLOAD_WITHOUT_TERM,
        LABELLED_IN_TIME,
        LABELLED_LATE,
        NOT_LABELLED_OVERDUE,
        NOT_LABELLED_YET,
        LABELS_WITHOUT_TERM,
        QUARANTINED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Key(String agency, String unit, String officer, String period) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return List.of(agency, period, unit, officer)
                    .toString()
                    .compareTo(List.of(other.agency, other.period, other.unit, other.officer)
                            .toString());
        }
    }

    /** One line of figures. */
    static final class Row {
        private final Map<Column, Long> counts = new EnumMap<>(Column.class);

        void add(Column column, long amount) {
            counts.merge(column, amount, Long::sum);
        }

        void count(Column column) {
            add(column, 1);
        }

        long get(Column column) {
            return counts.getOrDefault(column, 0L);
        }
    }

    Row row(String agency, Map<String, String> labels, Instant time, ZoneId zone) {
        return rows.computeIfAbsent(
                new Key(
                        agency,
                        by.contains(By.UNIT) ? labels.getOrDefault("unit", NOBODY) : NOBODY,
                        by.contains(By.OFFICER) ? labels.getOrDefault("officer", NOBODY) : NOBODY,
                        period.of(time, zone)),
                any -> new Row());
    }

    JsonArray json() {
        return new JsonArray(rows.entrySet().stream()
                .<Json>map(each -> {
                    JsonObject.Builder json =
                            JsonObject.builder().put("agency", each.getKey().agency());
                    text(By.UNIT, each.getKey().unit()).ifPresent(unit -> json.put("unit", unit));
                    text(By.OFFICER, each.getKey().officer()).ifPresent(officer -> json.put("officer", officer));
                    if (period != Period.ALL) {
                        json.put("period", each.getKey().period());
                    }
                    for (Column column : Column.values()) {
                        json.put(column.wire(), each.getValue().get(column));
                    }
                    return json.build();
                })
                .toList());
    }

    private Optional<String> text(By what, String value) {
        return by.contains(what) ? Optional.of(value) : Optional.empty();
    }

    /** RFC 4180, with a byte order mark: else a spreadsheet takes Chinese for something else. */
    String csv() {
        StringBuilder csv = new StringBuilder(Csv.BYTE_ORDER_MARK + "agency,period,unit,officer");
        for (Column column : Column.values()) {
            csv.append(',').append(column.wire());
        }
        csv.append("\r\n");
        rows.forEach((key, row) -> {
            csv.append(Csv.cell(key.agency()))
                    .append(',')
                    .append(Csv.cell(key.period()))
                    .append(',')
                    .append(Csv.cell(key.unit()))
                    .append(',')
                    .append(Csv.cell(key.officer()));
            for (Column column : Column.values()) {
                csv.append(',').append(row.get(column));
            }
            csv.append("\r\n");
        });
        return csv.toString();
    }
}
