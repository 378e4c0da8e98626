package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.access.SignInLimit;
import org.unbroken.ingest.console.http.Route;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Role;

/** Who gets in, to what, and how they try otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final String NASTY = "\"><script>alert(1)</script>'\u202egpj.exe";

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private RecordingId film;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        for (Role role : Role.values()) {
            tokens.put(role, rooms.token(role, Optional.of("jiading")));
        }
        film = rooms.sealed(
                "jiading",
                "cam-1",
                SampleRecordings.bytes(5000, 1),
                Map.of("filename", NASTY + ".mp4", "case", NASTY, "officer", NASTY));
        rooms.derived.put(film, "proxy.mp4", SampleRecordings.bytes(100, 2));
        rooms.derived.put(film, "poster.jpg", SampleRecordings.bytes(100, 2));
        rooms.derived.put(film, "storyboard.jpg", SampleRecordings.bytes(100, 2));
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private String address(Route route) {
        return route.template()
                .replace("{id}", film.value())
                .replace("{job}", "none")
                .replace("{L}", "0")
                .replace("{N...}", "000.p/1")
                .replace("{batch}", film.value())
                .replace("{sample}", film.value())
                .replace("{camera}", "cam-1")
                .replace("{request}", film.value())
                .replace("{case}", film.value())
                .replace("{size}", "00000000000000000001")
                .replace("{renewals}", "0000")
                .replace("{name}", "console.css");
    }

    @Test
    void everyRouteLetsInExactlyTheRolesThatMayCallIt() throws Exception {
        for (Route route : console.routes()) {
            HttpResponse<byte[]> stranger = browser.send(route.method(), address(route), "");
            if (route.permission().isEmpty()) {
                assertThat(stranger.statusCode()).as(route.template()).isNotEqualTo(401);
                continue;
            }
            assertThat(stranger.statusCode()).as(route.template()).isEqualTo(401);
            assertThat(stranger.headers().firstValue("WWW-Authenticate")).isPresent();
            for (Role role : Role.values()) {
                HttpResponse<byte[]> answer =
                        browser.send(route.method(), address(route), "", "Authorization", "Bearer " + tokens.get(role));
                if (role.may(route.permission().get())) {
                    assertThat(answer.statusCode())
                            .as(role + " " + route.template())
                            .isLessThan(500);
                    assertThat(answer.statusCode())
                            .as(role + " " + route.template())
                            .isNotIn(401, 403);
                } else {
                    assertThat(answer.statusCode())
                            .as(role + " " + route.template())
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void onlyTheseAnswerWithoutCredentials() {
        assertThat(console.routes())
                .filteredOn(route -> route.permission().isEmpty())
                .extracting(route -> route.method() + " " + route.template())
                .containsExactlyInAnyOrder(
                        "GET /healthz",
                        "GET /readyz",
                        "GET /sign-in",
                        "POST /sign-in",
                        "POST /sign-out",
                        "GET /assets/{name}");
    }

    @Test
    void theOpenApiDocumentNamesEveryRouteAndNoOther() throws Exception {
        JsonObject document = browser.json("/api/openapi.json", tokens.get(Role.AUDITOR));
        TreeSet<String> documented = new TreeSet<>();
        document.object("paths").members().forEach((path, operations) -> ((JsonObject) operations)
                .members()
                .forEach((method, operation) -> documented.add(method + " " + path + " "
                        + ((JsonObject) operation).findString("x-permission").orElse("open"))));
        TreeSet<String> routed = new TreeSet<>();
        for (Route route : console.routes()) {
            routed.add(route.method().toLowerCase(java.util.Locale.ROOT) + " "
                    + route.template().replace("...}", "}") + " "
                    + route.permission().map(Enum::name).orElse("open"));
        }
        assertThat(documented).isEqualTo(routed);
    }

    @Test
    void anotherAgencysRecordingIsNotThere() throws Exception {
        RecordingId foreign =
                rooms.sealed("baoshan", "cam-1", SampleRecordings.bytes(100, 3), Map.of("filename", "theirs.mp4"));
        rooms.derived.put(foreign, "poster.jpg", SampleRecordings.bytes(10, 3));
        String auditor = tokens.get(Role.AUDITOR);
        for (Route route : console.routes()) {
            if (route.template().contains("{id}")) {
                // An auditor gives nothing out and orders nothing: who may is told no more about what is not his.
                boolean custodians = route.permission()
                        .filter(List.of(Permission.EXPORT, Permission.KEEP, Permission.LABEL)::contains)
                        .isPresent();
                HttpResponse<byte[]> answer = browser.send(
                        route.method(),
                        route.template().replace("{id}", foreign.value()).replace("{job}", "none"),
                        "",
                        "Authorization",
                        "Bearer " + (custodians ? tokens.get(Role.CUSTODIAN) : auditor));
                // What gateways ask is not for people at all, whichever recording they name.
                boolean gateways = route.permission().equals(Optional.of(Permission.READ_STATES));
                assertThat(answer.statusCode()).as(route.template()).isEqualTo(gateways ? 403 : 404);
            }
        }
        for (String list :
                List.of("/api/recordings", "/api/recordings?agency=baoshan", "/recordings", "/", "/api/overview")) {
            assertThat(Browser.text(browser.get(list, auditor))).as(list).doesNotContain(foreign.value());
        }
        assertThat(browser.json("/api/overview", auditor).object("states").integer("sealed"))
                .isEqualTo(browser.json("/api/recordings?state=sealed", auditor)
                        .array("recordings")
                        .items()
                        .size());
    }

    @Test
    void browsersAreSentToSignInAndBackToWhereTheyWanted() throws Exception {
        HttpResponse<byte[]> sent = browser.send("GET", "/recordings?state=sealed", "", "Accept", "text/html");
        assertThat(sent.statusCode()).isEqualTo(303);
        String signIn = sent.headers().firstValue("Location").orElseThrow();
        assertThat(signIn).isEqualTo("/sign-in?next=%2Frecordings%3Fstate%3Dsealed");
        assertThat(Browser.text(browser.send("GET", signIn, ""))).contains("value=\"/recordings?state=sealed\"");

        HttpResponse<byte[]> in = signIn(tokens.get(Role.CUSTODIAN), "/recordings?state=sealed");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).hasValue("/recordings?state=sealed");
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(tokens.get(Role.CUSTODIAN));
        assertThat(browser.send("GET", "/recordings", "", "Cookie", pair(cookie))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void signInLeadsToNoOtherSite() throws Exception {
        for (String next :
                List.of("https://evil.example/", "//evil.example/", "/\\evil.example", "/recordings\r\nX: y")) {
            HttpResponse<byte[]> in = signIn(tokens.get(Role.CUSTODIAN), next);
            assertThat(in.headers().firstValue("Location")).as(next).hasValue("/");
        }
    }

    @Test
    void revokingTheTokenEndsItsSessionsAtOnce() throws Exception {
        String token = rooms.token(Role.APPROVER, Optional.of("elsewhere"));
        String cookie =
                pair(signIn(token, "/").headers().firstValue("Set-Cookie").orElseThrow());
        assertThat(browser.send("GET", "/api/recordings", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);

        rooms.revokeAll(Role.APPROVER);
        assertThat(browser.send("GET", "/api/recordings", "", "Cookie", cookie).statusCode())
                .isEqualTo(401);
        tokens.put(Role.APPROVER, rooms.token(Role.APPROVER, Optional.of("jiading")));
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        String cookie = pair(signIn(tokens.get(Role.AUDITOR), "/")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow());
        assertThat(browser.send("POST", "/sign-out", "", "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.send("GET", "/", "", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherSitesPageCanStartNothing() throws Exception {
        String cookie = pair(signIn(tokens.get(Role.AUDITOR), "/")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow());
        String verify = "/api/recordings/" + film + "/verify";

        assertThat(post(verify, "Cookie", cookie)).isEqualTo(403);
        assertThat(post(verify, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"))
                .isEqualTo(403);
        assertThat(post(verify, "Cookie", cookie, "Sec-Fetch-Site", "same-site"))
                .isEqualTo(403);
        assertThat(post(verify, "Cookie", cookie, "Origin", "https://evil.example"))
                .isEqualTo(403);
        assertThat(post(verify, "Cookie", cookie, "Origin", "null")).isEqualTo(403);
        String own = "http://" + console.uri().getAuthority();
        assertThat(post(verify, "Cookie", cookie, "Origin", own)).isEqualTo(202);
        assertThat(post(verify, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"))
                .isEqualTo(202);
        assertThat(post(verify, "Authorization", "Bearer " + tokens.get(Role.AUDITOR)))
                .isEqualTo(202);
    }

    private int post(String path, String... headers) throws Exception {
        return browser.send("POST", path, "", headers).statusCode();
    }

    @Test
    void aWrongTokenIsNotMadeGoodByACookie() throws Exception {
        String cookie = pair(signIn(tokens.get(Role.AUDITOR), "/")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow());
        assertThat(browser.send("GET", "/api/recordings", "", "Cookie", cookie, "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(browser.send("GET", "/api/recordings", "", "Authorization", "Basic YTpi")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoeverMaySeeNothingHereIsToldSoAtTheDoor() throws Exception {
        HttpResponse<byte[]> refused = signIn(tokens.get(Role.DOCK), "/");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(Browser.text(refused)).contains("dock").contains("sees nothing here");
    }

    @Test
    void failedSignInsAreLimited() throws Exception {
        Rooms other = new Rooms(java.nio.file.Files.createDirectory(directory.resolve("other")));
        try (other;
                ConsoleServer own = new ConsoleServer(
                        ConsoleSettings.plain("127.0.0.1", 0), other.ends(), InstantSource.system(), other.registry)) {
            own.start();
            Browser guesser = new Browser(own.uri());
            for (int i = 0; i < SignInLimit.FAILURES; i++) {
                assertThat(signIn(guesser, "guess" + i, "/").statusCode()).isEqualTo(401);
            }
            HttpResponse<byte[]> refused = signIn(guesser, other.token(Role.AUDITOR, Optional.empty()), "/");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    private HttpResponse<byte[]> signIn(String token, String next) throws Exception {
        return signIn(browser, token, next);
    }

    private static HttpResponse<byte[]> signIn(Browser browser, String token, String next) throws Exception {
        return browser.send(
                "POST",
                "/sign-in",
                "token=" + token + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8),
                "Sec-Fetch-Site",
                "same-origin",
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private static String pair(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    @Test
    void noPathLeadsAnywhereElse() throws Exception {
        String token = tokens.get(Role.AUDITOR);
        for (String path : List.of(
                "/assets/..%2f..%2fopenapi.json",
                "/assets/%2e%2e/openapi.json",
                "/assets/../openapi.json",
                "/assets/openapi.json",
                "/assets/..;/console.css",
                "/api/recordings/" + film + "%2f../original",
                "/api/recordings/..%2f..%2fetc%2fpasswd",
                "/api/recordings/%00",
                "/api//recordings",
                "/log/tile/0/..%2f000",
                "/log/tile/0/000.p/0",
                "/log/tile/00/000",
                "/log/tile/0/x000/000",
                "/log/tile/63/000",
                "/log/tile/0/x999/x999/x999/x999/x999/x999/999",
                "//evil.example/",
                "/API/recordings")) {
            assertThat(rawStatus("GET " + path + " HTTP/1.1", token)).as(path).isIn(400, 404);
        }
        assertThat(rawStatus("GET /" + "a".repeat(20_000) + " HTTP/1.1", token)).isIn(414, 431);
        assertThat(rawStatus("DELETE /api/recordings/" + film + " HTTP/1.1", token))
                .isEqualTo(405);
        assertThat(rawStatus("PUT /api/recordings/" + film + "/original HTTP/1.1", token))
                .isEqualTo(405);
    }

    /** The bytes as given: a proper client would tidy the path up first. */
    private int rawStatus(String requestLine, String token) throws IOException {
        try (Socket socket = new Socket(console.uri().getHost(), console.uri().getPort())) {
            socket.setSoTimeout(20_000);
            String request = requestLine + "\r\nHost: " + console.uri().getAuthority() + "\r\nAuthorization: Bearer "
                    + token + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            Matcher status = Pattern.compile("HTTP/1.1 (\\d{3}) ")
                    .matcher(new String(in.readNBytes(13), StandardCharsets.US_ASCII));
            assertThat(status.lookingAt()).isTrue();
            return Integer.parseInt(status.group(1));
        }
    }

    /** A client that is refused before it has sent its body would otherwise send its next request into nothing. */
    @Test
    void whoeverIsAnsweredTooEarlyIsToldThatTheConnectionEnds() throws IOException {
        String token = rooms.token(Role.OFFICER, Optional.of("jiading"));
        try (Socket socket = new Socket(console.uri().getHost(), console.uri().getPort())) {
            socket.setSoTimeout(20_000);
            String head =
                    "POST /api/disposals HTTP/1.1\r\nHost: " + console.uri().getAuthority()
                            + "\r\nAuthorization: Bearer " + token + "\r\nContent-Length: 12\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void noQueryMakesItFail() throws Exception {
        Random random = new Random(7);
        String alphabet = "abcdefghijklmnopqrstuvwxyz=&%0123456789+:.-_~/?;,'\"<>";
        List<String> names = List.of("agency=", "camera=", "from=", "to=", "state=", "case=", "after=", "limit=", "");
        for (int i = 0; i < 400; i++) {
            StringBuilder query = new StringBuilder();
            for (int part = random.nextInt(4); part >= 0; part--) {
                query.append(names.get(random.nextInt(names.size())));
                for (int c = random.nextInt(12); c > 0; c--) {
                    query.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                query.append('&');
            }
            String path = (i % 2 == 0 ? "/api/recordings?" : "/recordings?") + query;
            String sent = path.replace("\"", "%22").replace("<", "%3C").replace(">", "%3E");
            assertThat(rawStatus("GET " + sent + " HTTP/1.1", tokens.get(Role.AUDITOR)))
                    .as(path)
                    .isIn(200, 400);
        }
    }

    @Test
    void namesFromCamerasAreTextAndNothingElse() throws Exception {
        for (String page : List.of("/", "/recordings", "/recordings/" + film)) {
            HttpResponse<byte[]> answer = browser.get(page, tokens.get(Role.CUSTODIAN));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Browser.text(answer))
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script>")
                    .doesNotContain("\u202e");
        }
        String state = "%22%3E%3Cscript%3E";
        HttpResponse<byte[]> problem = browser.send(
                "GET",
                "/recordings?camera=" + state,
                "",
                "Accept",
                "text/html",
                "Authorization",
                "Bearer " + tokens.get(Role.CUSTODIAN));
        assertThat(problem.statusCode()).isEqualTo(400);
        assertThat(Browser.text(problem)).doesNotContain("<script>");
    }

    @Test
    void everyAnswerHasTheHeadersThatKeepBrowsersSafe() throws Exception {
        for (String path : List.of("/", "/sign-in", "/healthz", "/api/recordings/" + film + "/original", "/nowhere")) {
            HttpResponse<byte[]> answer = browser.get(path, tokens.get(Role.CUSTODIAN));
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src", "frame-ancestors 'none'");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        HttpResponse<byte[]> answer =
                browser.send("POST", "/sign-in", "token=" + "x".repeat(9_000), "Sec-Fetch-Site", "same-origin");
        assertThat(answer.statusCode()).isEqualTo(413);
    }
}
