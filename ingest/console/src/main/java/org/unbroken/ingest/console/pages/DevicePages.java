package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.api.DevicesApi;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Permission;

/** An agency's cameras (设备): who has which, its history, and what a keeper tells of it. */
public final class DevicePages {
    private static final List<OrderForm.Choice> CHECKED = List.of(
            new OrderForm.Choice("", "–"),
            new OrderForm.Choice("ok", "正常 ok"),
            new OrderForm.Choice("not-ok", "异常 not ok"));

    private static final int ROWS = 200;

    private final DevicesApi api;

    public DevicePages(DevicesApi api) {
        this.api = api;
    }

    public Answer list(Call call) throws IOException {
        Query query = call.query().withoutBlank().allowOnly(List.of("agency", "after"));
        Optional<String> agency = call.principal().agency().or(() -> query.find("agency"));
        boolean keeps = call.principal().role().may(Permission.KEEP);
        return page(
                call,
                "Devices",
                Markup.of(
                        """
                        <div class="head"><h1>Devices<small lang="zh">设备</small></h1></div>
                        {}{}{}
                        """,
                        call.principal().agency().isPresent() ? Markup.EMPTY : choosing(agency.orElse("")),
                        agency.isEmpty()
                                ? new Markup("<p class=\"empty\">Which agency's?</p>")
                                : table(agency.get(), query, api.list(call.principal(), query, ROWS)),
                        keeps && agency.isPresent() ? opening(agency.get()) : Markup.EMPTY));
    }

    private static Markup choosing(String agency) {
        return Markup.of(
                "<form class=\"filters\" method=\"get\" action=\"/devices\"><label>Agency<input name=\"agency\" value=\"{}\" maxlength=\"64\" required></label><button class=\"primary\">Show</button></form>",
                agency);
    }

    private static Markup table(String agency, Query query, JsonObject devices) {
        List<JsonObject> all = devices.array("devices").objects();
        if (all.isEmpty()) {
            return new Markup("<p class=\"empty\">Nobody has told anything of this agency's cameras.</p>");
        }
        return Markup.of(
                "<div class=\"scroll\"><table class=\"recordings\"><thead><tr><th>Camera 设备</th><th>State</th><th>Holder 领用人</th><th>Unit 单位</th><th>Since (UTC)</th></tr></thead><tbody>{}</tbody></table></div>{}",
                all.stream()
                        .map(device -> Markup.of(
                                "<tr><td><a href=\"/devices/{}?agency={}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                                device.string("camera"),
                                agency,
                                device.string("camera"),
                                state(device.string("state")),
                                Words.orNone(Told.text(device, "holder")),
                                Words.orNone(Told.text(device, "unit")),
                                Told.time(device, "since")))
                        .collect(Markup.joined()),
                Paged.further("/devices", query, devices.find("next")));
    }

    /** To a camera of which nothing is told yet; its page has the forms. */
    private static Markup opening(String agency) {
        return Markup.of(
                """
                <section class="panel"><h2>Another camera</h2>
                <form class="filters" method="get" action="/devices/camera">
                <input type="hidden" name="agency" value="{}">
                <label>Camera's number 编号<input name="camera" maxlength="64" pattern="[A-Za-z0-9._\\-]+" required></label>
                <button class="primary">Open</button></form></section>
                """,
                agency);
    }

    /** {@code /devices/CAMERA}; {@code ?camera=C} is what a form can ask, and leads to that one's. */
    public Answer one(Call call) throws IOException {
        Query query = call.query().withoutBlank().allowOnly(List.of("agency", "camera"));
        Optional<String> agency = query.find("agency");
        Optional<String> asked = query.find("camera");
        if (asked.isPresent()) {
            return Answer.seeOther("/devices/" + DevicesApi.number(asked.get())
                    + agency.map(DevicesApi::number)
                            .map(name -> "?agency=" + name)
                            .orElse(""));
        }
        String camera = call.variable("camera");
        JsonObject device = api.device(call.principal(), agency, camera);
        boolean keeps = call.principal().role().may(Permission.KEEP);
        if (!keeps && device.array("events").items().isEmpty()) {
            throw Problem.notFound().exception();
        }
        return page(
                call,
                camera,
                Markup.of(
                        """
                        <div class="head"><h1>{}<small>{}</small></h1>{}</div>
                        {}
                        <section class="panel"><h2>History</h2>{}</section>
                        """,
                        camera,
                        Told.text(device, "holder").orElse(""),
                        state(device.string("state")),
                        keeps ? telling(camera, device.string("agency")) : Markup.EMPTY,
                        history(device.array("events").objects())));
    }

    private static Markup history(List<JsonObject> events) {
        if (events.isEmpty()) {
            return new Markup("<p class=\"empty\">Nothing is told of it yet.</p>");
        }
        return Markup.of(
                "<div class=\"scroll\"><table><thead><tr><th>Since (UTC)</th><th>What</th><th>Holder</th><th>Unit</th><th>Checks</th><th>Reason</th><th>Told (UTC)</th></tr></thead><tbody>{}</tbody></table></div>",
                events.stream()
                        .map(event -> Markup.of(
                                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"name\">{}</td><td>{}</td></tr>",
                                Told.time(event, "since"),
                                what(event.string("event")),
                                event.findString("holder").orElse(""),
                                event.findString("unit").orElse(""),
                                event.findObject("checks")
                                        .map(DevicePages::checks)
                                        .orElse(""),
                                event.findString("reason").orElse(""),
                                Told.time(event, "told")))
                        .collect(Markup.joined()));
    }

    private static String checks(JsonObject checks) {
        return checks.members().entrySet().stream()
                .map(check -> check.getKey() + " " + (check.getValue() instanceof JsonString how ? how.value() : "?"))
                .collect(Collectors.joining(", "));
    }

    private static Markup telling(String camera, String agency) {
        String base = "/api/devices/" + camera + "/";
        String then = "/devices/" + camera + "?agency=" + agency;
        return Markup.of(
                "<section class=\"panel orders\"><h2>What happened <span lang=\"zh\">登记</span></h2>{}{}{}{}{}</section>",
                checked(order(base + "issue", "Issued 领用", agency, then)
                                .text("holder", "To whom 领用人", true)
                                .text("unit", "Unit 单位", false))
                        .markup(),
                checked(order(base + "return", "Returned 归还", agency, then)).markup(),
                checked(order(base + "check", "Checked before use 使用前检查", agency, then))
                        .markup(),
                order(base + "lend", "Lent 借用", agency, then)
                        .text("holder", "To whom 借用人", true)
                        .text("reason", "Reason 事由", true)
                        .markup(),
                order(base + "lose", "Lost 遗失", agency, then)
                        .text("reason", "How 情况", true)
                        .markup());
    }

    private static OrderForm order(String target, String title, String agency, String then) {
        return new OrderForm(target, title, "Enter 登记")
                .then(then)
                .fixed("agency", agency)
                .time("since", "Since (empty: now) 时间", false);
    }

    private static OrderForm checked(OrderForm form) {
        return form.choice("checks.battery", "Battery 电量", CHECKED)
                .choice("checks.space", "Space 存储空间", CHECKED)
                .choice("checks.clock", "Clock 时钟", CHECKED)
                .choice("checks.fault", "Faults 故障", CHECKED);
    }

    private static Markup state(String state) {
        return Markup.of(
                "{} {}",
                Told.state(state),
                new Markup(
                        switch (state) {
                            case "issued" -> "已领用";
                            case "returned" -> "已归还";
                            case "lent" -> "已借出";
                            case "lost" -> "已遗失";
                            default -> "未登记";
                        }));
    }

    private static String what(String event) {
        return switch (event) {
            case "camera-issued" -> "领用 issued";
            case "camera-returned" -> "归还 returned";
            case "camera-checked" -> "检查 checked";
            case "camera-lent" -> "借用 lent";
            case "camera-lost" -> "遗失 lost";
            default -> event;
        };
    }

    private static Answer page(Call call, String title, Markup content) {
        return Answer.html(200, Layout.page(title, "/devices", Optional.of(call.principal()), content));
    }
}
