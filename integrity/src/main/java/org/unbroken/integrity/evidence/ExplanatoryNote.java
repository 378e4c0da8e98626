package org.unbroken.integrity.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.integrity.manifest.Manifest;

/**
 * 说明材料: the note that goes with copies used as evidence. It says who made, took out and approved what, when and where,
 * and what each recording is. The same statement and recordings give the same page.
 */
final class ExplanatoryNote {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final int MOST_FINDINGS = 200;

    private ExplanatoryNote() {}

    static Page of(ExportStatement statement, List<RecordingEvidence> recordings) {
        Page.Builder page = Page.titled("执法音像记录证据说明材料", "Explanatory note on recordings given out as evidence");
        page.heading(2, "一、提取情况", "1. Extraction")
                .fact("提取人", "Extracted by", statement.extractedBy().orElse(""))
                .fact("提取时间", "Time of extraction", time(statement.at()))
                .fact("提取地点", "Place of extraction", statement.place().orElse(""))
                .fact("提供对象", "For whom", statement.recipient().orElse(""))
                .fact("批准人", "Approved by", statement.approvedBy().orElse(""))
                .fact("提取事由", "Ground", statement.reason().orElse(""))
                .fact(
                        "提取方式",
                        "Method",
                        Bilingual.of(
                                "由系统（" + statement.software() + "）逐字节复制原始文件，复制时重新计算摘要并与入库时一致；提取行为已先行记入监管日志",
                                "Copied byte for byte from the stored original by " + statement.software()
                                        + ", its digest recomputed while copying and equal to that taken at sealing; entered in"
                                        + " the custody log before the first byte"))
                .exact("提取编号", "Extraction id", statement.export().value());
        ground(page, statement.ground());
        page.heading(2, "二、记录情况", "2. The recordings")
                .paragraph(
                        "本证据包含音像记录 " + recordings.size() + " 件。",
                        "This bundle holds " + recordings.size()
                                + (recordings.size() == 1 ? " recording." : " recordings."));
        for (int i = 0; i < recordings.size(); i++) {
            recording(page, i + 1, recordings.get(i));
        }
        page.heading(2, "三、本证据包能够证明与不能证明的事项", "3. What this bundle proves, and what it does not")
                .bullets(proved())
                .bullets(notProved());
        page.heading(2, "四、签名", "4. Signatures")
                .fact("提取人（签名）", "Extracted by (signature)", "")
                .fact("审核人、批准人（签名）", "Reviewed, approved by (signature)", "")
                .fact("日期", "Date", "");
        return page.build();
    }

    /** What was stated beside, where a regulation asks for it (G23, I21); nothing where nothing was. */
    private static void ground(Page.Builder page, ReleaseGround ground) {
        ground.request().ifPresent(id -> page.exact("查阅、复制申请编号", "Request that was approved", id.value()));
        if (ground.asEvidence()) {
            page.fact("用途", "Use", Bilingual.of("作为证据使用", "as evidence"));
        }
        ground.maker().ifPresent(name -> page.fact("制作人", "Made by", name));
        ground.taker().ifPresent(name -> page.fact("取证人员", "Evidence taken by", name));
        ground.takenAt().ifPresent(time -> page.fact("取证时间", "Evidence taken at", time));
        ground.takenWhere().ifPresent(place -> page.fact("取证地点", "Evidence taken where", place));
    }

    private static void recording(Page.Builder page, int number, RecordingEvidence evidence) {
        Manifest manifest = evidence.manifest();
        String folder = "data/" + evidence.id();
        page.heading(3, "记录 " + number, "Recording " + number)
                .exact("记录编号", "Recording id", evidence.id().value())
                .exact("文件", "File", folder + "/" + evidence.originalName());
        label(page, evidence, "filename", "原文件名", "Name given by the camera or dock");
        page.fact("单位（机构代码）", "Agency", manifest.agency()).fact("记录设备", "Camera", manifest.camera());
        label(page, evidence, "officer", "制作人（执法人员）", "Made by (officer)");
        label(page, evidence, "unit", "部门", "Unit");
        label(page, evidence, "case", "案号", "Case");
        label(page, evidence, "party", "当事人", "Party");
        label(page, evidence, "place", "记录地点", "Place of recording");
        label(page, evidence, "matter", "事项", "Matter");
        page.fact("记录开始（设备时钟）", "Recording began (camera's clock)", time(manifest.recordedStart()))
                .fact("记录结束（设备时钟）", "Recording ended (camera's clock)", time(manifest.recordedEnd()))
                .fact("接收完毕（服务器时钟）", "Received whole (server's clock)", time(manifest.receivedAt()))
                .fact("设备时钟偏差", "Camera's clock at docking", clock(manifest))
                .exact("上传者（代号）", "Uploaded by (id)", manifest.uploader())
                .fact("大小", "Size", Bilingual.of(manifest.size() + " 字节", manifest.size() + " bytes"))
                .exact(
                        "文件 SHA-256",
                        "SHA-256 of the file",
                        manifest.fileSha256().hex());
        manifest.fileSm3().ifPresent(sm3 -> page.exact("文件 SM3", "SM3 of the file", sm3));
        page.fact(
                        "分块",
                        "Chunks",
                        Bilingual.of(
                                manifest.chunks().size() + " 块，每块 8 MiB，各有摘要",
                                manifest.chunks().size() + " of 8 MiB, each with its digest"))
                .exact("分块链值", "Chain over the chunks", manifest.chain().hex())
                .exact(
                        "封存清单 SHA-256",
                        "SHA-256 of the manifest",
                        manifest.digest().hex());
        evidence.sealed()
                .entry()
                .position()
                .ifPresent(position -> page.fact(
                        "在该设备记录链中的序号", "Place in the camera's chain", Bilingual.same(String.valueOf(position))));
        for (int i = 0; i < evidence.analyses().size(); i++) {
            analysis(page, i, evidence.analyses().get(i));
        }
        custody(page, evidence);
    }

    private static void label(
            Page.Builder page, RecordingEvidence evidence, String name, String chinese, String english) {
        evidence.label(name).filter(value -> !value.isEmpty()).ifPresent(value -> page.fact(chinese, english, value));
    }

    private static Bilingual clock(Manifest manifest) {
        if (manifest.clockOffsetMicros().isEmpty()) {
            return Bilingual.of("不详", "not known");
        }
        long micros = manifest.clockOffsetMicros().getAsLong();
        String seconds = String.format(Locale.ROOT, "%.3f", Math.abs(micros / 1e6));
        return Bilingual.of(
                "设备时钟" + (micros < 0 ? "慢" : "快") + " " + seconds + " 秒",
                seconds + " s " + (micros < 0 ? "behind" : "ahead of") + " the server's");
    }

    private static Bilingual time(Optional<Instant> instant) {
        return instant.map(ExplanatoryNote::time).orElse(Bilingual.of("未提供", "not told"));
    }

    static Bilingual time(Instant instant) {
        String utc = SHOWN.format(instant.atOffset(ZoneOffset.UTC));
        String beijing = SHOWN.format(instant.atOffset(BEIJING));
        return Bilingual.of("北京时间 " + beijing, utc + " UTC");
    }

    /** What the analysis says of continuity, in the analyser's own words: they are not translated, so as to claim no more. */
    private static void analysis(Page.Builder page, int number, JsonObject analysis) {
        JsonObject continuity = object(analysis, "continuity");
        page.fact("连续性分析 " + number, "Continuity, analysis " + number, verdict(text(continuity, "verdict")))
                .fact("分析程序", "Analyser", text(analysis, "analyser"));
        // Earlier analysers did not look for them.
        if (continuity.find("editing").isPresent()) {
            page.fact("剪接迹象", "Signs of cutting or joining", editing(text(continuity, "editing")));
        }
        List<List<Bilingual>> rows = new ArrayList<>();
        List<JsonObject> findings = objects(continuity, "findings");
        for (JsonObject finding : findings.subList(0, Math.min(MOST_FINDINGS, findings.size()))) {
            rows.add(List.of(
                    Bilingual.same(place(finding)),
                    Bilingual.same(text(finding, "kind")),
                    Bilingual.same(text(finding, "stream")),
                    weight(text(finding, "weight")),
                    Bilingual.same(text(finding, "detail"))));
        }
        if (!rows.isEmpty()) {
            page.grid(
                    List.of(
                            Bilingual.of("位置", "At"),
                            Bilingual.of("类别", "Kind"),
                            Bilingual.of("流", "Stream"),
                            Bilingual.of("程度", "Weight"),
                            Bilingual.of("说明", "Detail")),
                    rows);
        }
        if (findings.size() > MOST_FINDINGS) {
            int more = findings.size() - MOST_FINDINGS;
            page.paragraph("另有 " + more + " 项，见分析记录文件。", more + " more are in the analysis record.");
        }
    }

    private static Bilingual verdict(String verdict) {
        return switch (verdict) {
            case "continuous" -> Bilingual.of("未发现中断迹象", "no sign of an interruption was found");
            case "interrupted" -> Bilingual.of("有中断", "interrupted");
            default -> Bilingual.of("无法判断", "cannot be told");
        };
    }

    private static Bilingual editing(String editing) {
        return switch (editing) {
            case "signs_found" -> Bilingual.of("有迹象", "found, see below");
            case "no_sign_found" -> Bilingual.of("未发现迹象", "none was found");
            default -> Bilingual.of("无法判断", "cannot be told");
        };
    }

    private static Bilingual weight(String weight) {
        return switch (weight) {
            case "certain" -> Bilingual.of("确定", "certain");
            case "likely" -> Bilingual.of("很可能", "likely");
            case "noted" -> Bilingual.of("备注", "noted");
            default -> Bilingual.same(weight);
        };
    }

    private static String place(JsonObject finding) {
        if (!(finding.find("at_us").orElse(null) instanceof JsonInteger at)) {
            return "–";
        }
        Duration place = Duration.ofMillis(at.value() / 1_000);
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d.%03d",
                place.toHours(),
                place.toMinutesPart(),
                place.toSecondsPart(),
                place.toMillisPart());
    }

    private static void custody(Page.Builder page, RecordingEvidence evidence) {
        List<List<Bilingual>> rows = new ArrayList<>();
        for (CustodyStep step : evidence.custody()) {
            rows.add(List.of(
                    Bilingual.same(String.valueOf(step.index())),
                    time(step.entry().at()),
                    event(step.entry().event()),
                    Bilingual.same(step.entry().actor())));
        }
        page.grid(
                List.of(
                        Bilingual.of("日志序号", "Entry"),
                        Bilingual.of("时间", "Time"),
                        Bilingual.of("事件", "Event"),
                        Bilingual.of("操作者（代号）", "Actor (id)")),
                rows);
    }

    private static Bilingual event(String event) {
        return switch (event) {
            case "received" -> Bilingual.of("接收", event);
            case "sealed" -> Bilingual.of("封存", event);
            case "quarantined" -> Bilingual.of("隔离", event);
            case "inspected" -> Bilingual.of("分析", event);
            case "viewed" -> Bilingual.of("查看", event);
            case "verified" -> Bilingual.of("校验", event);
            case "exported" -> Bilingual.of("提取", event);
            case "damaged" -> Bilingual.of("巡检发现异常", event);
            case "restored" -> Bilingual.of("恢复完好", event);
            case "held" -> Bilingual.of("冻结", event);
            case "released" -> Bilingual.of("解除冻结", event);
            case "retained" -> Bilingual.of("延长保存", event);
            case "disposed" -> Bilingual.of("处置", event);
            case "labelled" -> Bilingual.of("标注", event);
            case "reported" -> Bilingual.of("登记时间", event);
            case "explained" -> Bilingual.of("说明", event);
            default -> Bilingual.same(event);
        };
    }

    static List<Bilingual> proved() {
        return List.of(
                Bilingual.of(
                        "能够证明：包内文件与系统接收、封存时的文件逐字节一致；封存行为已记入只增不减的日志，并由日志密钥签名（须持有另行取得的可信公钥核对）。",
                        "It proves that the files here are, byte for byte, those that the system received and sealed, and"
                                + " that their sealing is in an append-only log signed by the log's key (to be checked"
                                + " with a key that came another way)."),
                Bilingual.of(
                        "能够证明：该记录在该设备记录链中的位置，以及上表所列监管事件确在日志之中。",
                        "It proves the recording's place in its camera's chain, and that the events listed above are in"
                                + " the log."));
    }

    static List<Bilingual> notProved() {
        return List.of(
                Bilingual.of(
                        "不能证明：文件到达本系统之前发生的任何事情，包括设备内的删改、补录或更换。",
                        "It does not prove anything about what happened before the footage arrived: deletion, alteration or"
                                + " replacement in or before the camera."),
                Bilingual.of(
                        "不能证明：设备时钟准确，画面内容真实，或画面中人物的身份。",
                        "It does not prove that the camera's clock was right, that what the pictures show is true, or who is"
                                + " in them."),
                Bilingual.of(
                        "不能证明：除上表所列之外日志中再无该记录的其他事件；须查阅完整日志。",
                        "It does not prove that the log has no further events of these recordings: that takes the whole"
                                + " log."),
                Bilingual.of(
                        "“未发现中断迹象”不等于记录完整或未经剪辑，只表示所列分析程序按其规则未发现迹象。",
                        "\"No sign of an interruption\" does not mean whole or unedited: it means that the named analyser"
                                + " found none by its rules."),
                Bilingual.of(
                        "没有另行取得的可信公钥时，只能证明包内各部分相互一致，不能证明来源。",
                        "Without a trusted key that came another way it proves only that its parts agree, not where they"
                                + " came from."));
    }

    private static String text(JsonObject json, String name) {
        Json value = json.find(name).orElse(null);
        return value == null ? "–" : value instanceof JsonString string ? string.value() : value.text();
    }

    private static JsonObject object(JsonObject json, String name) {
        return json.find(name).orElse(null) instanceof JsonObject object
                ? object
                : JsonObject.builder().build();
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        try {
            return json.findArray(name).map(JsonArray::objects).orElse(List.of());
        } catch (JsonException e) {
            return List.of();
        }
    }
}
