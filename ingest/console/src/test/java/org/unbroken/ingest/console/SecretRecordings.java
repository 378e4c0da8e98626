package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.keeping.DisposalFacts;
import org.unbroken.storage.keeping.DisposalList;
import org.unbroken.storage.worm.ObjectKey;

/**
 * A store in which two recordings are state secrets, and everything that could tell of them does: a case whose paper names
 * one, a request, a batch, a sample, what the rounds over the store found, a recording that repeats one.
 */
final class SecretRecordings {
    static final String AGENCY = "commission";
    static final String ELSEWHERE = "henan";
    static final String CLASS = "state-secret";
    /** Each is only in what belongs to a secret recording. */
    private static final List<String> WORDS = List.of(
            "名称-7f3.mp4",
            "地点-7f3",
            "警员-7f3",
            "对方-7f3",
            "中队-7f3",
            "事由-7f3",
            "cam-7f3",
            "案号-7f3",
            "定密-7f3",
            "说明-7f3",
            "申请-7f3",
            "评语-7f3",
            "处置-7f3",
            "picture-7f3",
            "damage-7f3");

    private final Rooms rooms;
    private final Browser browser;
    final RecordingId hidden;
    final RecordingId alsoHidden;
    /** Of everybody in the agency, and with the bytes of {@link #alsoHidden}. */
    final RecordingId repeats;

    final String caseId;
    final String request;
    final String batch;
    final String sample;
    final String job;
    private final String digest;
    private final String manifest;

    SecretRecordings(Rooms rooms, Browser browser, Records records) throws Exception {
        this.rooms = rooms;
        this.browser = browser;
        byte[] film = SampleRecordings.bytes(4_000, 73);
        byte[] twice = SampleRecordings.bytes(3_000, 74);
        digest = Sha256.of(film).hex();
        rooms.sealed(ELSEWHERE, "cam-1", SampleRecordings.bytes(900, 75), Map.of());
        rooms.sealed(AGENCY, "cam-1", SampleRecordings.bytes(1_000, 76), Map.of("case", "K-1", "officer", "公开"));
        alsoHidden = rooms.sealed(AGENCY, "cam-1", twice, Map.of("case", "案号-7f3"));
        hidden = rooms.sealed(
                AGENCY,
                "cam-7f3",
                film,
                Map.of(
                        "filename", "名称-7f3.mp4",
                        "place", "地点-7f3",
                        "officer", "警员-7f3",
                        "party", "对方-7f3",
                        "unit", "中队-7f3",
                        "matter", "事由-7f3",
                        "case", "K-1"));
        rooms.analysed(
                hidden,
                AGENCY,
                JsonObject.parse(
                        """
                        {"description":"partial","reason":"damage-7f3","duration_us":5000000,"metadata":{},
                         "continuity":{"verdict":"interrupted","findings":[]}}"""
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        for (String picture : List.of("poster.jpg", "storyboard.jpg", "proxy.mp4")) {
            rooms.derived.put(hidden, picture, "picture-7f3".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        repeats = rooms.sealed(AGENCY, "cam-1", twice, Map.of("case", "K-1", "officer", "公开"));
        rooms.derived.put(repeats, "proxy.mp4", SampleRecordings.bytes(10, 1));
        String keeper = cleared(Role.CUSTODIAN);
        for (RecordingId id : List.of(hidden, alsoHidden)) {
            done(
                    "/api/recordings/" + id + "/secrecy",
                    "{\"classes\":[\"state-secret\"],\"reason\":\"定密-7f3\"}",
                    keeper);
        }
        done("/api/recordings/" + hidden + "/explained", "{\"kind\":\"interruption\",\"reason\":\"说明-7f3\"}", keeper);
        String paper = "{\"name\":\"笔录\",\"start\":\"2026-11-01T00:00:00Z\",\"end\":\"2026-11-01T01:00:00Z\","
                + "\"recordings\":[\"" + hidden + "\",\"" + repeats + "\"]}";
        caseId = done("/api/cases", "{\"case\":{\"number\":\"K-1\",\"papers\":[" + paper + "]}}", keeper)
                .string("id");
        manifest = browser.json("/api/recordings/" + hidden, keeper).string("manifest_sha256");
        request = requested();
        batch = listed();
        sample = sampled(keeper);
        job = done("/api/recordings/" + hidden + "/verify", "", keeper).string("job");
        Await.until(
                () -> browser.json("/api/recordings/" + hidden + "/verify/" + job, keeper),
                found -> found.string("state").equals("done"));
        browser.get("/api/recordings/" + hidden + "/poster", keeper);
        records.of(hidden);
    }

    /** An officer's for both, by which they looked at the one that is no secret. */
    private String requested() throws Exception {
        String officer = cleared(Role.OFFICER);
        String made = done(
                        "/api/requests",
                        "{\"use\":\"view\",\"recordings\":[\"" + hidden + "\",\"" + repeats
                                + "\"],\"reason\":\"申请-7f3\",\"until\":\"2042-01-01T00:00:00Z\"}",
                        officer)
                .string("request");
        done("/api/requests/" + made + "/approve", "{}", cleared(Role.APPROVER));
        assertThat(browser.get("/api/recordings/" + repeats + "/proxy", officer).statusCode())
                .isEqualTo(200);
        return made;
    }

    /** As a cleared custodian's request leaves it. Its rulebook would keep them; who asks for the batch is another matter. */
    private String listed() throws Exception {
        Instant now = Instant.parse("2041-01-01T00:00:00Z");
        DisposalList list = new DisposalList(
                RecordingId.generate(InstantSource.system(), new SecureRandom()),
                AGENCY,
                now,
                List.of(
                        new DisposalList.Item(hidden, Optional.empty()),
                        new DisposalList.Item(repeats, Optional.empty())));
        rooms.worm.put(ObjectKey.disposal(list.batch()), list.bytes(), Rooms.KEPT_UNTIL);
        JsonObject said = JsonObject.builder()
                .put("reason", "处置-7f3")
                .put("role", "custodian")
                .put("by", "somebody")
                .build();
        long index = rooms.log
                .append(DisposalFacts.requested(list, "t-keeper", said))
                .get()
                .index();
        rooms.log.published(index).get();
        return list.batch().value();
    }

    private String sampled(String keeper) throws Exception {
        String drawn = done(
                        "/api/samples",
                        "{\"agency\":\"" + AGENCY + "\",\"from\":\"2020-01-01T00:00:00Z\",\"to\":\""
                                + Timestamps.format(Instant.parse("2040-01-01T00:00:00Z"))
                                + "\",\"reason\":\"抽查\",\"share_bp\":10000}",
                        keeper)
                .string("sample");
        done(
                "/api/samples/" + drawn + "/review",
                "{\"recording\":\"" + hidden + "\",\"result\":\"faulty\",\"comment\":\"评语-7f3\"}",
                keeper);
        return drawn;
    }

    private JsonObject done(String path, String body, String token) throws Exception {
        HttpResponse<byte[]> answer = browser.send("POST", path, body, "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).as(path + ": " + Browser.text(answer)).isBetween(200, 202);
        return JsonObject.parse(answer.body());
    }

    /** In the agency, in every office, and cleared. */
    String cleared(Role role) throws Exception {
        return rooms.token(Grant.of(role, role.wire() + " cleared")
                .forAgency(AGENCY)
                .holding(Office.values())
                .clearedFor(CLASS));
    }

    /** In the agency, or of all agencies, and not cleared. */
    String plain(Role role, Optional<String> agency) throws Exception {
        Grant grant = Grant.of(role, role.wire() + " plain");
        return rooms.token(
                agency.isPresent()
                        ? grant.forAgency(agency.get()).holding(Office.values()).clearedFor("trade-secret")
                        : grant.clearedFor("trade-secret"));
    }

    String foreign(Role role) throws Exception {
        return rooms.token(Grant.of(role, role.wire() + " elsewhere")
                .forAgency(ELSEWHERE)
                .holding(Office.values())
                .clearedFor(CLASS));
    }

    /** What must not be in an answer, ids of recordings left aside. */
    List<String> words() {
        return WORDS;
    }

    List<String> ids() {
        return List.of(hidden.value(), alsoHidden.value(), digest, manifest, request, batch);
    }

    /** What the rounds over the store left on record. */
    static final class Records implements AuditRecords {
        private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

        @Override
        public Optional<byte[]> read(String name) {
            return Optional.ofNullable(documents.get(name));
        }

        @Override
        public void write(String name, byte[] bytes) {
            documents.put(name, bytes);
        }

        private void of(RecordingId id) {
            String object = "recordings/2026/11/22/" + id + "/original";
            String agency = "\"agency\":\"" + AGENCY + "\"";
            put(
                    "findings",
                    "{\"format\":\"unbroken/audit-findings/1\",\"revision\":1,\"open\":[{\"finding\":\"missing\",\"aspect\":"
                            + "\"presence\",\"object\":\"" + object + "\",\"recording\":\"" + id + "\"," + agency
                            + ",\"chunks\":[],\"message\":\"damage-7f3\",\"found_at\":\"2026-11-22T00:00:00Z\"}],"
                            + "\"unread\":[{\"sweep\":\"bytes\",\"recording\":\"" + id + "\"," + agency
                            + ",\"message\":\"damage-7f3\",\"at\":\"2026-11-22T00:00:00Z\"}]}");
            put(
                    "overdue",
                    "{\"count\":1,\"at_least\":false,\"recordings\":[{\"recording\":\"" + id + "\"," + agency
                            + ",\"camera\":\"cam-7f3\",\"state\":\"landed\",\"received_at\":\"2026-11-22T00:00:00Z\"}]}");
            put(
                    "retention",
                    "{\"format\":\"unbroken/retention-round/1\",\"number\":1,\"began\":\"2026-11-22T00:00:00Z\",\"cursor\":\""
                            + id + "\",\"checked\":4,\"lengthened\":0,\"failed\":1,\"failing\":[{\"recording\":\"" + id
                            + "\"," + agency + ",\"why\":\"damage-7f3\"}]}");
            put(
                    "replica",
                    "{\"format\":\"unbroken/replica-place/1\",\"next\":1,\"log\":1,\"waiting\":[{\"object\":\"" + object
                            + "\"," + agency + ",\"why\":\"damage-7f3\"}],\"erasing\":[\"" + id + "\"]}");
            put(
                    "replica-round",
                    "{\"format\":\"unbroken/replica-round/1\",\"began\":\"2026-11-22T00:00:00Z\",\"failed\":1,\"why\":\""
                            + object + ": damage-7f3\"}");
        }

        private void put(String name, String json) {
            documents.put(name, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
