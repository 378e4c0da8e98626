package org.unbroken.ingest.console.register;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.unbroken.integrity.RecordingId;

/** A column of the register as people read it. */
enum Column {
    TIME("时间", "Time", (row, register) -> time(row.at(), register.zone())),
    WHAT("内容", "What", (row, register) -> row.what()),
    RECORDING("记录编号", "Recording", (row, register) -> row.recording().value()),
    VIEWER("查阅人", "Viewer", (row, register) -> row.viewer().orElse("")),
    COPIER("复制人", "Copied by", (row, register) -> row.copier().orElse("")),
    RECIPIENT("提供对象", "For", (row, register) -> row.recipient().orElse("")),
    APPROVER("审批人", "Approved by", (row, register) -> String.join("、", row.approvers())),
    REASON("事由", "Reason", (row, register) -> row.reason().orElse("")),
    REQUEST("申请编号", "Request", (row, register) -> row.request()
            .map(RecordingId::value)
            .orElse("")),
    ACTOR("凭证代号", "Credential", (row, register) -> row.actor()),
    ENTRY("日志序号", "Log entry", (row, register) -> String.valueOf(row.index()));

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final String chinese;
    private final String english;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
    private final BiFunction<RegisterRow, Register, String> value;

    Column(String chinese, String english, BiFunction<RegisterRow, Register, String> value) {
        this.chinese = chinese;
        this.english = english;
        this.value = value;
    }

    String title(boolean inChinese) {
        return inChinese ? chinese : english;
    }

    String of(RegisterRow row, Register register) {
        return value.apply(row, register);
    }

    static String time(Instant at, ZoneId zone) {
        return SHOWN.format(at.atZone(zone));
    }

    /** What the rulebook wants, and what makes a line checkable. Copies are always told. */
    static List<Column> of(Register register) {
        List<Column> columns = new ArrayList<>();
        for (Column column : values()) {
            Optional<String> field = Optional.of(column.name().toLowerCase(Locale.ROOT))
                    .filter(Register.ALL_FIELDS::contains)
                    .filter(name -> !name.equals("copier"));
            if (field.isEmpty() || register.fields().contains(field.get())) {
                columns.add(column);
            }
        }
        return columns;
    }
}
