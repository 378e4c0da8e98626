package org.unbroken.ingest.console.http;

/**
 * Cells of a table in CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it: names and
 * reasons are other people's words, and must not run on the machine of whoever reads them. In East Asian settings the
 * full-width signs begin a formula too.
 */
public final class Csv {
    /** By which spreadsheets know that it is UTF-8. */
    public static final String BYTE_ORDER_MARK = "\ufeff";

    private static final String BEGINS_FORMULA = "=+-@\t\r\n＝＋－＠";

    private Csv() {}

    public static String cell(String text) {
        String safe = !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
