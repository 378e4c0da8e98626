package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.access.Role;

/** What gateways on other machines ask a log node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatesApiTest {
    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private RecordingId sealed;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        sealed = rooms.sealed("jiading", "cam-1", SampleRecordings.bytes(5000, 1), Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private static String address(Object id) {
        return "/internal/recordings/" + id;
    }

    private String gateway() throws Exception {
        return rooms.token(Role.GATEWAY, Optional.empty());
    }

    @Test
    void nobodyAsksWithoutCredentials() throws Exception {
        assertThat(browser.send("GET", address(sealed), "").statusCode()).isEqualTo(401);
        assertThat(browser.get(address(sealed), "not-a-token").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "GATEWAY")
    void noOtherRoleIsAnswered(Role role) throws Exception {
        assertThat(browser.get(address(sealed), rooms.token(role, Optional.empty()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aGatewayGetsStateAndReceiptInOneAnswer() throws Exception {
        JsonObject answer = browser.json(address(sealed), gateway());
        assertThat(answer.object("recording").string("state")).isEqualTo("sealed");
        assertThat(answer.object("recording").string("id")).isEqualTo(sealed.value());
        TlogProof receipt = TlogProof.parse(answer.string("receipt").getBytes(StandardCharsets.UTF_8));
        assertThat(receipt.encode())
                .isEqualTo(browser.get(
                                "/api/recordings/" + sealed + "/receipt", rooms.token(Role.AUDITOR, Optional.empty()))
                        .body());
    }

    @Test
    void whatIsReceivedAndNotSealedHasAStateAndNoReceipt() throws Exception {
        RecordingId waiting = rooms.received("baoshan", "cam-2", SampleRecordings.bytes(100, 2), Map.of());
        JsonObject answer = browser.json(address(waiting), gateway());
        assertThat(answer.object("recording").string("state")).isEqualTo("landed");
        assertThat(answer.findString("receipt")).isEmpty();
    }

    /** The log may be behind the queue: a gateway must be able to tell that from a node that is broken. */
    @Test
    void whatIsNotKnownYetIsNoError() throws Exception {
        HttpResponse<byte[]> answer = browser.get(address("01890000-0000-7000-8000-000000000000"), gateway());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonObject.parse(answer.body()).members()).isEmpty();
    }

    @Test
    void whatIsNoIdIsNotFound() throws Exception {
        assertThat(browser.get(address("x"), gateway()).statusCode()).isEqualTo(404);
    }
}
