package org.unbroken.ingest.console.register;

import java.util.List;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Csv;

/** The register as CSV, for spreadsheets. */
final class RegisterCsv {
    private RegisterCsv() {}

    static String of(Register register, boolean chinese) {
        List<Column> columns = Column.of(register);
        StringBuilder csv = new StringBuilder(Csv.BYTE_ORDER_MARK);
        csv.append(line(columns.stream().map(column -> column.title(chinese)).toList()));
        for (RegisterRow row : register.rows()) {
            csv.append(line(
                    columns.stream().map(column -> column.of(row, register)).toList()));
        }
        return csv.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }
}
