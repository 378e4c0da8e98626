package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;

/** Whose findings the audit's report shows to whom. */
class AuditApiTest {
    @TempDir
    Path directory;

    private static JsonObject seen(Predicate<Optional<String>> sees) {
        return JsonObject.builder()
                .put("jiading", sees.test(Optional.of("jiading")))
                .put("other", sees.test(Optional.of("other")))
                .put("nobody", sees.test(Optional.empty()))
                .build();
    }

    @Test
    void anAgencysAuditorSeesItsOwnAndNothingThatIsNobodys() throws Exception {
        try (Rooms rooms = new Rooms(directory)) {
            ConsoleEnds ends = rooms.ends();
            ConsoleEnds audited = new ConsoleEnds(
                    ends.ledger(),
                    ends.log(),
                    ends.events(),
                    ends.worm(),
                    ends.tokens(),
                    ends.certificates(),
                    ends.derived(),
                    ends.readiness(),
                    ends.random(),
                    ends.rules(),
                    sees -> Optional.of(seen(sees)));
            try (ConsoleServer console = new ConsoleServer(
                    ConsoleSettings.plain("127.0.0.1", 0), audited, InstantSource.system(), rooms.registry)) {
                console.start();
                Browser browser = new Browser(console.uri());

                JsonObject own = browser.json("/api/audit", rooms.token(Role.AUDITOR, Optional.of("jiading")));
                assertThat(own.bool("jiading")).isTrue();
                assertThat(own.bool("other")).isFalse();
                assertThat(own.bool("nobody")).isFalse();
                JsonObject all = browser.json("/api/audit", rooms.token(Role.OPERATOR, Optional.empty()));
                assertThat(all.bool("other")).isTrue();
                assertThat(all.bool("nobody")).isTrue();
                assertThat(browser.get("/api/audit", rooms.token(Role.CUSTODIAN, Optional.empty()))
                                .statusCode())
                        .isEqualTo(403);
            }
        }
    }
}
