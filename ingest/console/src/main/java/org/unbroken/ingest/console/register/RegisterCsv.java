package org.unbroken.ingest.console.register;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The register as CSV (RFC 4180) with a byte order mark, by which spreadsheets know that it is UTF-8. What a spreadsheet
 * would take for a formula gets an apostrophe before it: reasons and names are other people's words.
 */
final class RegisterCsv {
    private RegisterCsv() {}

    static String of(Register register, boolean chinese) {
        List<Column> columns = Column.of(register);
        StringBuilder csv = new StringBuilder("\ufeff");
        csv.append(line(columns.stream().map(column -> column.title(chinese)).toList()));
        for (RegisterRow row : register.rows()) {
            csv.append(line(
                    columns.stream().map(column -> column.of(row, register)).toList()));
        }
        return csv.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(RegisterCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
