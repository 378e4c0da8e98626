package org.unbroken.ingest.console;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.ingest.console.api.AccessRequestsApi;
import org.unbroken.ingest.console.api.AuditApi;
import org.unbroken.ingest.console.api.CasesApi;
import org.unbroken.ingest.console.api.ComplaintsApi;
import org.unbroken.ingest.console.api.DeadlinesApi;
import org.unbroken.ingest.console.api.DevicesApi;
import org.unbroken.ingest.console.api.DisposalRequests;
import org.unbroken.ingest.console.api.DisposalsApi;
import org.unbroken.ingest.console.api.DocumentsApi;
import org.unbroken.ingest.console.api.ExplanationsApi;
import org.unbroken.ingest.console.api.ExportApi;
import org.unbroken.ingest.console.api.FiguresApi;
import org.unbroken.ingest.console.api.KeepingApi;
import org.unbroken.ingest.console.api.MediaApi;
import org.unbroken.ingest.console.api.Operations;
import org.unbroken.ingest.console.api.Overviews;
import org.unbroken.ingest.console.api.OwedApi;
import org.unbroken.ingest.console.api.RecordingsApi;
import org.unbroken.ingest.console.api.RetentionApi;
import org.unbroken.ingest.console.api.SamplesApi;
import org.unbroken.ingest.console.api.SecrecyApi;
import org.unbroken.ingest.console.api.StatementsApi;
import org.unbroken.ingest.console.api.StatesApi;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Route;
import org.unbroken.ingest.console.log.LogApi;
import org.unbroken.ingest.console.log.StampsApi;
import org.unbroken.ingest.console.pages.AccessPages;
import org.unbroken.ingest.console.pages.CasePages;
import org.unbroken.ingest.console.pages.DevicePages;
import org.unbroken.ingest.console.pages.FiguresPage;
import org.unbroken.ingest.console.pages.Pages;
import org.unbroken.ingest.console.pages.SamplePages;
import org.unbroken.ingest.console.pages.SignIn;
import org.unbroken.ingest.console.pages.StaticFiles;
import org.unbroken.ingest.console.register.RegisterApi;
import org.unbroken.ingest.console.verify.VerifyApi;
import org.unbroken.storage.access.Permission;

/** Every address of the console, with what one needs to be let in. The OpenAPI document is tested against this. */
record Routes(
        RecordingsApi recordings,
        DeadlinesApi deadlines,
        DocumentsApi documents,
        MediaApi media,
        VerifyApi verify,
        ExportApi export,
        AuditApi audit,
        KeepingApi keeping,
        StatementsApi statements,
        ExplanationsApi explanations,
        CasesApi cases,
        CasePages casePages,
        DisposalRequests disposalRequests,
        DisposalsApi disposals,
        RetentionApi retention,
        SamplesApi samples,
        DevicesApi devices,
        FiguresApi figures,
        OwedApi owed,
        ComplaintsApi complaints,
        AccessRequestsApi requests,
        SecrecyApi secrecy,
        RegisterApi register,
        Overviews overviews,
        LogApi log,
        StampsApi stamps,
        StatesApi states,
        Operations operations,
        Pages pages,
        AccessPages accessPages,
        SamplePages samplePages,
        FiguresPage figuresPage,
        DevicePages devicePages,
        SignIn signIn,
        StaticFiles files) {

    private static final String ONE = "/api/recordings/{id}";

    private static final String REQUEST = "/api/requests/{request}";

    private static final String CASE = "/api/cases/{case}";

    private static final String BATCH = "/api/disposals/{batch}";

    List<Route> all() {
        List<Route> all = new ArrayList<>();
        all.addAll(api());
        all.addAll(rounds());
        all.addAll(access());
        all.addAll(stated());
        all.addAll(wanted());
        all.addAll(log("/log"));
        all.addAll(people());
        all.addAll(roomPages());
        return all;
    }

    private List<Route> api() {
        return List.of(
                Route.get("/api/recordings", Permission.READ_RECORDINGS, recordings::search),
                Route.get("/api/audit", Permission.READ_AUDIT, audit::report),
                Route.get("/api/deadlines", Permission.READ_RECORDINGS, deadlines::list),
                Route.get("/api/overview", Permission.READ_RECORDINGS, overviews::answer),
                Route.get(ONE, Permission.READ_RECORDINGS, recordings::one),
                Route.get(ONE + "/manifest", Permission.READ_RECORDINGS, documents::manifest),
                Route.get(ONE + "/analysis", Permission.READ_RECORDINGS, documents::analysis),
                Route.get(ONE + "/custody", Permission.READ_RECORDINGS, recordings::custody),
                Route.get(ONE + "/receipt", Permission.READ_RECORDINGS, documents::receipt),
                Route.get(ONE + "/storyboard", Permission.READ_MEDIA, media::storyboard),
                Route.get(ONE + "/poster", Permission.READ_MEDIA, media::poster),
                Route.get(ONE + "/proxy", Permission.READ_MEDIA, media::proxy),
                Route.get(ONE + "/original", Permission.READ_MEDIA, media::original),
                Route.get(ONE + "/verify", Permission.START_VERIFICATION, verify::latest),
                Route.post(ONE + "/verify", Permission.START_VERIFICATION, verify::start),
                Route.get(ONE + "/verify/{job}", Permission.START_VERIFICATION, verify::one),
                Route.post(ONE + "/verify/{job}/cancel", Permission.START_VERIFICATION, verify::cancel),
                Route.post(ONE + "/export", Permission.EXPORT, export::enter),
                Route.post(ONE + "/hold", Permission.KEEP, keeping::hold),
                Route.post(ONE + "/release", Permission.KEEP, keeping::release),
                Route.post(ONE + "/retention", Permission.KEEP, keeping::lengthen),
                Route.post("/api/disposals", Permission.REQUEST_DISPOSAL, disposalRequests::request),
                Route.get("/api/disposals", Permission.READ_RECORDINGS, disposals::all),
                Route.get(BATCH, Permission.READ_RECORDINGS, disposals::one),
                Route.post(BATCH + "/approve", Permission.APPROVE_DISPOSAL, disposals::approve),
                Route.post(BATCH + "/run", Permission.REQUEST_DISPOSAL, disposals::run),
                Route.get(
                        "/api/openapi.json",
                        Permission.READ_RECORDINGS,
                        call -> Answer.bytes(200, Answer.JSON, files.openApi())));
    }

    /** What goes round in the store: retention, the copy, samples, cameras, figures. */
    private List<Route> rounds() {
        return List.of(
                Route.get("/api/retention", Permission.READ_AUDIT, retention::report),
                Route.get("/api/replica", Permission.READ_AUDIT, retention::replica),
                Route.post("/api/samples", Permission.SAMPLE, samples::request),
                Route.get("/api/samples", Permission.READ_RECORDINGS, samples::all),
                Route.get("/api/samples/{sample}", Permission.READ_RECORDINGS, samples::one),
                Route.post("/api/samples/{sample}/review", Permission.SAMPLE, samples::review),
                Route.get("/api/figures", Permission.READ_RECORDINGS, figures::answer),
                Route.get("/api/devices", Permission.READ_RECORDINGS, devices::all),
                Route.get("/api/devices/{camera}", Permission.READ_RECORDINGS, devices::one),
                Route.post("/api/devices/{camera}/issue", Permission.KEEP, devices::issue),
                Route.post("/api/devices/{camera}/return", Permission.KEEP, devices::takeBack),
                Route.post("/api/devices/{camera}/check", Permission.KEEP, devices::check),
                Route.post("/api/devices/{camera}/lend", Permission.KEEP, devices::lend),
                Route.post("/api/devices/{camera}/lose", Permission.KEEP, devices::lose),
                Route.post(ONE + "/long-term", Permission.LABEL, retention::mark),
                Route.post(ONE + "/long-term/withdraw", Permission.KEEP, retention::withdraw));
    }

    /** Requests to view, copy or give out, and the register of what came of them. */
    private List<Route> access() {
        return List.of(
                Route.post("/api/requests", Permission.REQUEST_ACCESS, requests::request),
                Route.get("/api/requests", Permission.READ_REQUESTS, requests::all),
                Route.get(REQUEST, Permission.READ_REQUESTS, requests::one),
                Route.get(REQUEST + "/form", Permission.READ_REQUESTS, requests::form),
                Route.post(REQUEST + "/approve", Permission.DECIDE_ACCESS, requests::approve),
                Route.post(REQUEST + "/refuse", Permission.DECIDE_ACCESS, requests::refuse),
                Route.post(ONE + "/secrecy", Permission.KEEP, secrecy::classify),
                Route.get("/api/register", Permission.READ_REGISTER, register::answer));
    }

    /** What the rulebooks want and is not there; and what a complaint has collected at once. */
    private List<Route> wanted() {
        return List.of(
                Route.get("/api/owed", Permission.READ_RECORDINGS, owed::list),
                Route.get("/api/owed/agency", Permission.READ_RECORDINGS, owed::agency),
                Route.get("/api/owed/review-sheet", Permission.READ_RECORDINGS, owed::reviewSheet),
                Route.post("/api/complaints", Permission.KEEP, complaints::collect));
    }

    /** What people state about footage and its cases. */
    private List<Route> stated() {
        return List.of(
                Route.get(ONE + "/labels", Permission.READ_RECORDINGS, statements::labels),
                Route.post(ONE + "/labels", Permission.LABEL, statements::label),
                Route.post(ONE + "/reported", Permission.LABEL, statements::report),
                Route.post(ONE + "/explained", Permission.LABEL, statements::explain),
                Route.get("/api/explanations", Permission.READ_RECORDINGS, explanations::list),
                Route.post("/api/explanations", Permission.LABEL, explanations::explain),
                Route.get("/api/cases", Permission.READ_RECORDINGS, cases::list),
                Route.post("/api/cases", Permission.KEEP_CASES, cases::open),
                Route.get(CASE, Permission.READ_RECORDINGS, cases::one),
                Route.get("/cases", Permission.READ_RECORDINGS, casePages::list),
                Route.get("/cases/{case}", Permission.READ_RECORDINGS, casePages::one),
                Route.get(CASE + "/check", Permission.READ_RECORDINGS, cases::check),
                Route.post(CASE + "/change", Permission.KEEP_CASES, cases::change),
                Route.post(CASE + "/close", Permission.CLOSE_CASES, cases::close),
                Route.post(CASE + "/reopen", Permission.CLOSE_CASES, cases::reopen),
                Route.post(CASE + "/archive", Permission.CLOSE_CASES, cases::archive));
    }

    private List<Route> log(String prefix) {
        return List.of(
                Route.get(prefix + "/checkpoint", Permission.READ_LOG, log::checkpoint),
                Route.get(prefix + "/attested", Permission.READ_LOG, log::attested),
                Route.get(prefix + "/key", Permission.READ_LOG, log::key),
                Route.get(prefix + "/tile/{L}/{N...}", Permission.READ_LOG, log::tile),
                Route.get(prefix + "/checkpoints/{size}", Permission.READ_LOG, stamps::checkpoint),
                Route.get(prefix + "/timestamps", Permission.READ_LOG, stamps::timestamps),
                Route.get(prefix + "/timestamps/latest", Permission.READ_LOG, stamps::latestTimestamps),
                Route.get(prefix + "/timestamps/{size}/{name}", Permission.READ_LOG, stamps::timestamp),
                Route.get(prefix + "/evidence", Permission.READ_LOG, stamps::evidence),
                Route.get(prefix + "/evidence/latest", Permission.READ_LOG, stamps::latestEvidence),
                Route.get(prefix + "/evidence/{size}/{renewals}", Permission.READ_LOG, stamps::evidenceRecord),
                Route.get("/internal/recordings/{id}", Permission.READ_STATES, states::state),
                Route.get("/metrics", Permission.READ_METRICS, operations::metrics),
                Route.open("GET", "/healthz", operations::health),
                Route.open("GET", "/readyz", operations::ready));
    }

    /** Pages of the rooms that people work in. */
    private List<Route> roomPages() {
        return List.of(
                Route.get("/requests", Permission.READ_REQUESTS, accessPages::list),
                Route.get("/requests/{request}", Permission.READ_REQUESTS, accessPages::one),
                Route.get("/samples", Permission.READ_RECORDINGS, samplePages::list),
                Route.get("/samples/{sample}", Permission.READ_RECORDINGS, samplePages::one),
                Route.get("/figures", Permission.READ_RECORDINGS, figuresPage::of),
                Route.get("/devices", Permission.READ_RECORDINGS, devicePages::list),
                Route.get("/devices/{camera}", Permission.READ_RECORDINGS, devicePages::one));
    }

    private List<Route> people() {
        return List.of(
                Route.get("/", Permission.READ_RECORDINGS, pages::overview),
                Route.get("/recordings", Permission.READ_RECORDINGS, pages::list),
                Route.get("/recordings/{id}", Permission.READ_RECORDINGS, pages::recording),
                Route.open("GET", "/sign-in", signIn::page),
                Route.open("POST", "/sign-in", signIn::enter),
                Route.open("POST", "/sign-out", signIn::leave),
                Route.open("GET", "/assets/{name}", files::asset));
    }
}
