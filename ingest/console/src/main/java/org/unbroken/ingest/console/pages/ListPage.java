package org.unbroken.ingest.console.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.RecordingState;

/** The search: its fields, one page of what it found, and the way to the next. */
final class ListPage {
    private final RecordingTable table;

    ListPage(RecordingTable table) {
        this.table = table;
    }

    Markup of(Query query, Ledger.Page page) {
        return Markup.of(
                """
                <div class="head"><h1>Recordings</h1></div>
                {}
                {}
                {}
                """,
                filters(query),
                page.recordings().isEmpty()
                        ? new Markup("<p class=\"empty\">No recording matches.</p>")
                        : table.of(page.recordings()),
                paging(query, page));
    }

    private static Markup filters(Query query) {
        return Markup.of(
                """
                <form class="filters" method="get" action="/recordings">
                <label>Agency<input name="agency" value="{}" maxlength="64" size="12"></label>
                <label>Camera<input name="camera" value="{}" maxlength="64" size="12"></label>
                <label>Case<input name="case" value="{}" maxlength="256" size="14"></label>
                <label>From (UTC)<input name="from" value="{}" placeholder="2026-11-21" size="20"></label>
                <label>To (UTC)<input name="to" value="{}" placeholder="2026-11-22" size="20"></label>
                <label>State<select name="state"><option value="">any</option>{}</select></label>
                <button class="primary">Search</button>
                <a class="quiet" href="/recordings">Clear</a>
                </form>
                """,
                query.find("agency").orElse(""),
                query.find("camera").orElse(""),
                query.find("case").orElse(""),
                query.find("from").orElse(""),
                query.find("to").orElse(""),
                Arrays.stream(RecordingState.values())
                        .map(state -> Markup.of(
                                "<option{}>{}</option>",
                                query.find("state").filter(state.wire()::equals).isPresent()
                                        ? new Markup(" selected")
                                        : Markup.EMPTY,
                                state.wire()))
                        .collect(Markup.joined()));
    }

    private static Markup paging(Query query, Ledger.Page page) {
        Markup first = query.find("after").isPresent()
                ? Markup.of("<a href=\"{}\">« Newest</a>", address(query, Map.of()))
                : Markup.EMPTY;
        Markup next = page.next()
                .map(RecordingId::value)
                .map(id -> Markup.of("<a rel=\"next\" href=\"{}\">Older »</a>", address(query, Map.of("after", id))))
                .orElse(Markup.EMPTY);
        return Markup.of(
                "<nav class=\"paging\">{}<span>{} shown</span>{}</nav>",
                first,
                page.recordings().size(),
                next);
    }

    private static String address(Query query, Map<String, String> change) {
        TreeMap<String, String> parameters = new TreeMap<>(query.parameters());
        parameters.remove("after");
        parameters.putAll(change);
        return parameters.isEmpty()
                ? "/recordings"
                : "/recordings?"
                        + parameters.entrySet().stream()
                                .map(entry -> entry.getKey() + "="
                                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
    }
}
