package org.unbroken.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.shared.SharedDocuments;

class SharedTokensTest implements BearerTokensContract {
    private final MovableClock clock = new MovableClock(NOON);
    private final MemorySharedDocuments documents = new MemorySharedDocuments();

    @Override
    public BearerTokens tokens() {
        return BearerTokens.shared(documents, clock, new SecureRandom());
    }

    @Override
    public MovableClock clock() {
        return clock;
    }

    @Test
    void theDocumentsAreWhatTheDocumentationDraws() throws IOException {
        BearerTokens.Issued issued = tokens().issue(Grant.of(Role.GATEWAY, "gate 1"));
        String id = issued.credential().id();
        String name = "access/tokens/" + Sha256.of(issued.text()).hex();
        String body =
                "\"id\":\"" + id + "\",\"issued\":\"2026-11-21T12:00:00Z\",\"name\":\"gate 1\",\"role\":\"gateway\"}";
        assertThat(text(name)).isEqualTo("{" + body);
        clock.set(NOON.plusMillis(5_250));
        tokens().revoke(id);
        assertThat(documents.list(""))
                .containsExactly(
                        "access/journal/tokens/20261121t120000.000z-" + id + "-issued",
                        "access/journal/tokens/20261121t120005.250z-" + id + "-revoked");
        assertThat(text("access/journal/tokens/20261121t120005.250z-" + id + "-revoked"))
                .isEqualTo("{\"at\":\"2026-11-21T12:00:05.250Z\",\"event\":\"revoked\"," + body);
    }

    private String text(String name) {
        return new String(documents.find(name).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theSecretIsInNoDocument() throws IOException {
        String secret = tokens().issue(Grant.of(Role.AUDITOR, "a")).text();
        assertThat(documents.list(""))
                .hasSize(2)
                .noneMatch(name -> name.contains(secret) || text(name).contains(secret));
    }

    @Test
    void aDamagedDocumentIsAnErrorAndNotAnOpenDoor() throws IOException {
        String secret = tokens().issue(Grant.of(Role.AUDITOR, "a")).text();
        String name = "access/tokens/" + Sha256.of(secret).hex();
        for (String damage :
                List.of("", "{}", "[]", "{\"id\":\"x\",\"issued\":\"x\",\"name\":\"x\",\"role\":\"root\"}")) {
            documents.replace(documents.find(name).orElseThrow(), damage.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> tokens().authenticate(secret))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void ofTwoThatAddTheSameAtOnceOneFails() throws IOException {
        Sha256 key = Sha256.of("certificate");
        Credential first = new Credential("c-1", Grant.of(Role.DOCK, "a"), NOON);
        Credential second = new Credential("c-2", Grant.of(Role.AUDITOR, "b"), NOON);
        CredentialStore slow = new SharedCredentials(
                new Interposed(documents, name -> {
                    if (!name.contains("journal")) {
                        new SharedCredentials(documents, "certificates").add(key, first);
                    }
                }),
                "certificates");
        assertThatThrownBy(() -> slow.add(key, second)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(slow.find(key)).isEqualTo(Optional.of(first));
    }

    /** The journal first when letting in, and last when shutting out: what a crash between leaves. */
    @Test
    void aCrashLeavesNoCredentialThatTheJournalDoesNotKnow() throws IOException {
        assertThatThrownBy(() -> breakingAt("access/tokens/").issue(Grant.of(Role.DOCK, "d")))
                .hasMessage("crash");
        assertThat(documents.list("")).singleElement().asString().endsWith("-issued");

        BearerTokens tokens = breakingAt("-revoked");
        BearerTokens.Issued issued = tokens.issue(Grant.of(Role.DOCK, "d"));
        assertThat(tokens.authenticate(issued.text())).isPresent();
        assertThatThrownBy(() -> tokens.revoke("d")).hasMessage("crash");
        assertThat(tokens.authenticate(issued.text())).isEmpty();
    }

    private BearerTokens breakingAt(String part) {
        SharedDocuments breaking = new Interposed(documents, name -> {
            if (name.contains(part)) {
                throw new IOException("crash");
            }
        });
        return BearerTokens.shared(breaking, clock, new SecureRandom());
    }
}
