package org.unbroken.ingest.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each route of the console is asked about recordings, and what it may say of them. A route that is not here fails the
 * test that reads this: whoever adds one says how it keeps secrecy.
 *
 * <p>In targets and bodies {@code HIDDEN} stands for a recording that the asker may not know of.
 */
record Asking(What what, List<String> queries, List<String> bodies) {

    enum What {
        /** The address names a recording, or what is there only with all of its recordings. */
        ONE,
        /** Tells of many, or of something that names recordings: shows the secret to the cleared. */
        TELLS,
        /** Of no recording. */
        NOTHING,
        /** The log has ids and digests, for all who may read it. */
        LOG,
        /** For other processes of this system, and no person. */
        MACHINES
    }

    private static final Map<String, Asking> ALL = new TreeMap<>();

    static {
        String reason = "{\"reason\":\"r\"}";
        String recordings = "\"recordings\":[\"HIDDEN\"],\"reason\":\"r\"";
        for (String one : List.of("", "/manifest", "/analysis", "/custody", "/receipt", "/labels")) {
            get("/api/recordings/{id}" + one, What.ONE, "");
        }
        for (String one : List.of("/storyboard", "/poster", "/proxy", "/original", "/verify", "/verify/{job}")) {
            get("/api/recordings/{id}" + one, What.ONE, "");
        }
        get("/recordings/{id}", What.ONE, "");
        post("/api/recordings/{id}/verify", What.ONE, "");
        post("/api/recordings/{id}/verify/{job}/cancel", What.ONE, "");
        post("/api/recordings/{id}/export", What.ONE, reason);
        post("/api/recordings/{id}/hold", What.ONE, reason);
        post("/api/recordings/{id}/release", What.ONE, reason);
        post("/api/recordings/{id}/retention", What.ONE, "{\"until\":\"2050-01-01T00:00:00Z\",\"reason\":\"r\"}");
        post("/api/recordings/{id}/long-term", What.ONE, "{\"trigger\":\"dispute\",\"reason\":\"r\"}");
        post("/api/recordings/{id}/long-term/withdraw", What.ONE, reason);
        post("/api/recordings/{id}/secrecy", What.ONE, "{\"classes\":[\"privacy\"],\"reason\":\"r\"}");
        post("/api/recordings/{id}/labels", What.ONE, "{\"labels\":{\"duration\":\"5\"},\"reason\":\"r\"}");
        post("/api/recordings/{id}/reported", What.ONE, "{\"returned\":\"2026-11-01T00:00:00Z\"}");
        post("/api/recordings/{id}/explained", What.ONE, "{\"kind\":\"interruption\",\"reason\":\"r\"}");

        get(
                "/api/recordings",
                What.TELLS,
                "",
                "?limit=1",
                "?state=sealed&limit=2",
                "?camera=cam-7f3",
                "?case=K-1",
                "?from=2020-01-01");
        get("/recordings", What.TELLS, "", "?case=K-1");
        get("/", What.TELLS, "");
        get("/api/overview", What.TELLS, "");
        get("/api/deadlines", What.TELLS, "?within=8000", "?limit=1");
        // The rulebook here, C, wants nothing of these recordings, so the cleared are told nothing either;
        // AgencyOwesTest
        // shows that they hear more where something is owed.
        get("/api/owed", What.NOTHING, "", "?limit=1");
        get("/api/owed/agency", What.NOTHING, "?agency=commission");
        get("/api/owed/review-sheet", What.NOTHING, "?agency=commission");
        post("/api/complaints", What.TELLS, "{\"agency\":\"commission\",\"case\":\"K-1\",\"reason\":\"r\"}");
        get("/api/audit", What.TELLS, "");
        get("/api/retention", What.TELLS, "");
        get("/api/replica", What.TELLS, "");
        get("/api/figures", What.TELLS, "?by=officer", "?by=unit,officer&period=day&format=csv");
        get(
                "/api/register",
                What.TELLS,
                "?agency=commission",
                "?agency=commission&format=csv",
                "?agency=commission&format=html&lang=en");

        get("/api/cases", What.TELLS, "", "?number=K-1&agency=commission");
        get("/api/cases/{case}", What.TELLS, "");
        get("/api/cases/{case}/check", What.TELLS, "");
        get("/cases", What.NOTHING, "");
        get("/cases/{case}", What.TELLS, "");
        post("/api/cases", What.NOTHING, "{\"agency\":\"commission\",\"case\":{\"number\":\"K-1\"}}");
        post("/api/cases/{case}/change", What.TELLS, "{\"case\":{\"matter\":\"m\"},\"reason\":\"r\"}");
        post("/api/cases/{case}/close", What.NOTHING, reason);
        post("/api/cases/{case}/reopen", What.NOTHING, reason);
        post("/api/cases/{case}/archive", What.NOTHING, reason);
        get("/api/explanations", What.NOTHING, "", "?case=K-1&agency=commission");
        post("/api/explanations", What.NOTHING, "{\"kind\":\"not-made\",\"case\":\"K-1\",\"reason\":\"r\"}");

        get("/api/requests", What.TELLS, "", "?limit=1", "?recording=HIDDEN", "?state=approved");
        get("/api/requests/{request}", What.ONE, "");
        get("/api/requests/{request}/form", What.ONE, "");
        post("/api/requests/{request}/approve", What.ONE, "{}");
        post("/api/requests/{request}/refuse", What.ONE, reason);
        post(
                "/api/requests",
                What.TELLS,
                "{\"use\":\"view\",\"until\":\"2041-08-01T00:00:00Z\"," + recordings + "}",
                "{\"use\":\"party-copy\",\"for\":\"甲\",\"until\":\"2041-08-01T00:00:00Z\"," + recordings + "}");

        get("/api/disposals", What.TELLS, "");
        get("/api/disposals/{batch}", What.ONE, "");
        post("/api/disposals/{batch}/approve", What.ONE, "{\"list_sha256\":\"ff\"}");
        post("/api/disposals/{batch}/run", What.ONE, "{}");
        post(
                "/api/disposals",
                What.TELLS,
                "{\"agency\":\"commission\"," + recordings + "}",
                "{\"agency\":\"commission\",\"leave_out_ineligible\":true," + recordings + "}",
                "{\"agency\":\"commission\",\"expired_before\":\"2040-06-01T00:00:00Z\",\"reason\":\"r\"}");

        get("/api/samples", What.NOTHING, "");
        get("/api/samples/{sample}", What.TELLS, "");
        post(
                "/api/samples",
                What.TELLS,
                "{\"agency\":\"commission\",\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2040-01-01T00:00:00Z\","
                        + "\"share_bp\":10000,\"reason\":\"r\"}");
        post("/api/samples/{sample}/review", What.TELLS, "{\"recording\":\"HIDDEN\",\"result\":\"in-order\"}");

        get("/api/devices", What.NOTHING, "?agency=commission");
        get("/api/devices/{camera}", What.NOTHING, "?agency=commission");
        for (String word : List.of("issue", "return", "check", "lend", "lose")) {
            post(
                    "/api/devices/{camera}/" + word,
                    What.NOTHING,
                    "{\"agency\":\"commission\",\"holder\":\"h\",\"reason\":\"r\",\"checks\":{\"battery\":\"ok\"}}");
        }

        get("/requests", What.TELLS, "", "?for=HIDDEN", "?recording=HIDDEN", "?limit=1");
        get("/requests/{request}", What.ONE, "");
        get("/samples", What.NOTHING, "");
        get("/samples/{sample}", What.TELLS, "");
        get("/figures", What.TELLS, "?by=unit,officer");
        get("/devices", What.NOTHING, "?agency=commission");
        get("/devices/{camera}", What.NOTHING, "?agency=commission");

        for (String part : List.of(
                "checkpoint",
                "attested",
                "key",
                "tile/{L}/{N...}",
                "checkpoints/{size}",
                "timestamps",
                "timestamps/latest",
                "timestamps/{size}/{name}",
                "evidence",
                "evidence/latest",
                "evidence/{size}/{renewals}")) {
            get("/log/" + part, What.LOG, "");
        }
        get("/internal/recordings/{id}", What.MACHINES, "");
        get("/api/openapi.json", What.NOTHING, "");
        get("/metrics", What.NOTHING, "");
    }

    private static void get(String template, What what, String... queries) {
        ALL.put("GET " + template, new Asking(what, List.of(queries), List.of("")));
    }

    private static void post(String template, What what, String... bodies) {
        ALL.put("POST " + template, new Asking(what, List.of(""), List.of(bodies)));
    }

    static Map<String, Asking> all() {
        return ALL;
    }

    /** Each target with each body. */
    List<String[]> calls(String template) {
        List<String[]> calls = new ArrayList<>();
        for (String query : queries) {
            for (String body : bodies) {
                calls.add(new String[] {template + query, body});
            }
        }
        return calls;
    }
}
