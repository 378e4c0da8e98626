package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.ingest.console.ConsoleEnds;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.console.api.DeadlinesApi;
import org.unbroken.ingest.console.api.Overviews;
import org.unbroken.ingest.console.api.VisibleRecordings;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.ingest.console.verify.VerifyApi;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.AgencyRules;

/** The pages that people see once they are signed in. */
public final class Pages {
    private static final int ROWS = 50;

    private final VisibleRecordings recordings;
    private final Overviews overviews;
    private final VerifyApi verify;
    private final DeadlinesApi deadlines;
    private final Derived derived;
    private final AgencyRules rules;

    public Pages(
            VisibleRecordings recordings,
            Overviews overviews,
            VerifyApi verify,
            DeadlinesApi deadlines,
            ConsoleEnds ends) {
        this.recordings = recordings;
        this.overviews = overviews;
        this.verify = verify;
        this.deadlines = deadlines;
        this.derived = ends.derived();
        this.rules = ends.rules();
    }

    public Answer overview(Call call) throws IOException {
        Markup content = new OverviewPage(table(call)).of(overviews.of(call.principal()));
        return page("Overview", "/", call, content);
    }

    public Answer list(Call call) throws IOException {
        Query query = call.query().withoutBlank();
        Ledger.Page found = recordings.search(query, call.principal(), ROWS);
        return page("Recordings", "/recordings", call, new ListPage(table(call)).of(query, found));
    }

    public Answer recording(Call call) throws IOException {
        Recording recording = recordings.of(call);
        Markup content = new RecordingPage(derived, call.principal().role())
                .of(
                        recording,
                        recordings.custody(recording, call.principal()),
                        verify.latest(recording),
                        deadlines.of(recording),
                        deadlines.keeping(recording),
                        rules.of(recording.agency()));
        return page(recording.camera(), "/recordings", call, content);
    }

    private RecordingTable table(Call call) {
        return new RecordingTable(derived, call.principal().role().may(Permission.READ_MEDIA));
    }

    private static Answer page(String title, String here, Call call, Markup content) {
        return Answer.html(200, Layout.page(title, here, Optional.of(call.principal()), content));
    }

    /** A problem, for somebody with a browser. */
    public static Answer problem(Problem problem) {
        return Answer.html(
                problem.status(),
                Layout.page(
                        problem.title(),
                        "",
                        Optional.empty(),
                        Markup.of(
                                """
                                <section class="sign-in"><h1>{}</h1><p>{}</p><p><a href="/">To the overview</a></p></section>
                                """,
                                problem.title(),
                                problem.detail())));
    }
}
