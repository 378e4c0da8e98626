package org.unbroken.deploy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.terminal.Amounts;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.Verdict;

/**
 * What the demo showed.
 *
 * @param damagedCopy empty when no recording had a byte to damage, or none came so far
 */
record DemoReport(List<DemoRow> rows, Optional<DamagedCopy> damagedCopy) {
    public DemoReport {
        rows = List.copyOf(rows);
    }

    /** Whether everything came out as promised. */
    public boolean held() {
        boolean anything = rows.stream().anyMatch(row -> row.file().sizeBytes() > 0);
        return !rows.isEmpty()
                && rows.stream().allMatch(DemoRow::held)
                && (!anything || damagedCopy.filter(DamagedCopy::caught).isPresent());
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("held", held())
                .put(
                        "recordings",
                        new JsonArray(rows.stream().<Json>map(DemoRow::toJson).toList()));
        damagedCopy.ifPresent(copy -> json.put("damaged_copy", copy.toJson()));
        return json.build();
    }

    public List<String> lines() {
        Table table = new Table("camera", "recording", "size", "sha256", "upload", "state", "continuity", "verified");
        for (DemoRow row : rows) {
            table.row(
                    row.file().camera(),
                    row.file().name(),
                    Amounts.bytes(row.file().sizeBytes()),
                    row.docked()
                            .map(result -> result.sha256().hex().substring(0, 12))
                            .orElse("-"),
                    upload(row),
                    row.state(),
                    continuity(row),
                    row.verified().map(Verdict::text).orElse("-"));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        damagedCopy.ifPresent(copy -> lines.add("A copy of " + copy.name() + " with one flipped bit at byte "
                + copy.byteOffset() + ": "
                + (copy.caught() ? "caught, chunk " + copy.chunk() + " named." : "NOT CAUGHT.")));
        for (DemoRow row : rows) {
            row.trouble().ifPresent(text -> lines.add(row.file().name() + ": " + text));
        }
        lines.add(held() ? "All held." : "NOT all held.");
        return lines;
    }

    private static String upload(DemoRow row) {
        return row.docked()
                .map(result -> row.brokenOff() ? "cut, resumed at " + Amounts.bytes(result.resumedAt()) : "in one go")
                .orElse("failed");
    }

    private static String continuity(DemoRow row) {
        return switch (row.description()) {
            case "done" -> row.continuity();
            case "partial" -> row.continuity() + " (read in part)";
            case "failed" -> "not readable as media";
            default -> row.description();
        };
    }
}
