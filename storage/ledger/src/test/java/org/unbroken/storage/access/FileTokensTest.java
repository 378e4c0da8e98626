package org.unbroken.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.durable.LocalDisk;

class FileTokensTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path data;

    private Instant now = NOON;

    private FileTokens tokens() {
        return new FileTokens(directory(), new LocalDisk(), new MovableClock(), new SecureRandom());
    }

    private Path directory() {
        return data.resolve("tokens");
    }

    private final class MovableClock implements InstantSource {
        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void aTokenOpensTheDoorForWhomItWasIssued() throws IOException {
        FileTokens.Issued issued = tokens().issue(
                        Grant.of(Role.DOCK, "Dock 7").forAgency("traffic").forCamera("c-9"));
        assertThat(issued.text()).matches("unb_[A-Za-z0-9_-]{43}");
        assertThat(tokens().authenticate(issued.text()))
                .hasValue(
                        new Principal(issued.credential().id(), Role.DOCK, Optional.of("traffic"), Optional.of("c-9")));
    }

    @Test
    void aDockWithoutAgencyWorksForTheDefaultOneAndOthersSeeAll() throws IOException {
        assertThat(principal(Grant.of(Role.DOCK, "d")).agency()).hasValue("default");
        assertThat(principal(Grant.of(Role.AUDITOR, "a")).agency()).isEmpty();
        assertThat(principal(Grant.of(Role.AUDITOR, "a")).sees("traffic")).isTrue();
        assertThat(principal(Grant.of(Role.OFFICER, "o").forAgency("traffic")).sees("parks"))
                .isFalse();
    }

    private Principal principal(Grant grant) throws IOException {
        return tokens().authenticate(tokens().issue(grant).text()).orElseThrow();
    }

    @Test
    void isRefusedFromTheMomentItExpires() throws IOException {
        String text = tokens().issue(Grant.of(Role.AUDITOR, "a").until(NOON.plusSeconds(60)))
                .text();
        now = NOON.plusSeconds(60).minusNanos(1);
        assertThat(tokens().authenticate(text)).isPresent();
        now = NOON.plusSeconds(60);
        assertThat(tokens().authenticate(text)).isEmpty();
        assertThatThrownBy(() -> tokens().issue(Grant.of(Role.AUDITOR, "a").until(now)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunningServerSeesIssueAndRevocationAtOnce() throws IOException {
        FileTokens server = tokens();
        FileTokens command = tokens();
        assertThat(server.authenticate("unb_" + "A".repeat(43))).isEmpty();
        FileTokens.Issued one = command.issue(Grant.of(Role.DOCK, "dock 1"));
        FileTokens.Issued other = command.issue(Grant.of(Role.DOCK, "dock 2"));
        assertThat(server.authenticate(one.text())).isPresent();
        assertThat(command.revoke(one.credential().id())).containsExactly(one.credential());
        assertThat(server.authenticate(one.text())).isEmpty();
        assertThat(server.authenticate(other.text())).isPresent();
        assertThat(command.revoke("dock 2")).containsExactly(other.credential());
        assertThat(server.authenticate(other.text())).isEmpty();
        assertThat(command.revoke("dock 2")).isEmpty();
    }

    @Test
    void aNameRevokesAllThatHaveIt() throws IOException {
        String first = tokens().issue(Grant.of(Role.DOCK, "dock")).text();
        String second = tokens().issue(Grant.of(Role.DOCK, "dock")).text();
        assertThat(tokens().revoke("dock")).hasSize(2);
        assertThat(tokens().authenticate(first)).isEmpty();
        assertThat(tokens().authenticate(second)).isEmpty();
    }

    @Test
    void malformedBearersAreNobody() throws IOException {
        String good = tokens().issue(Grant.of(Role.AUDITOR, "a")).text();
        String hash = Sha256.of(good).hex();
        for (String bearer : List.of(
                "",
                "unb_",
                good + " ",
                good.substring(0, good.length() - 1),
                "x".repeat(1 << 20),
                good + "x".repeat(1 << 20),
                hash,
                "../tokens/" + hash,
                "unb_" + "../".repeat(14) + "e",
                "unb_" + "\u0000".repeat(43),
                good.toUpperCase(java.util.Locale.ROOT),
                "journal.jsonl")) {
            assertThat(tokens().authenticate(bearer))
                    .as(bearer.substring(0, Math.min(60, bearer.length())))
                    .isEmpty();
        }
    }

    @Test
    void theSecretIsNowhereOnDisk() throws IOException {
        FileTokens.Issued issued = tokens().issue(Grant.of(Role.AUDITOR, "王 auditor"));
        tokens().revoke(issued.credential().id());
        FileTokens.Issued kept = tokens().issue(Grant.of(Role.AUDITOR, "b"));
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).doesNotContain(issued.text(), kept.text());
                assertThat(file.toString()).doesNotContain(issued.text(), kept.text());
            }
        }
        assertThat(issued.toString()).doesNotContain(issued.text());
        assertThat(tokens().list()).containsExactly(kept.credential());
    }

    @Test
    void theFileIsWhatTheDocumentationDraws() throws IOException {
        FileTokens.Issued issued = tokens().issue(Grant.of(Role.AUDITOR, "a").until(NOON.plusSeconds(1)));
        byte[] file =
                Files.readAllBytes(directory().resolve(Sha256.of(issued.text()).hex()));
        assertThat(new String(file, StandardCharsets.UTF_8))
                .isEqualTo("{\"expires\":\"2026-11-21T12:00:01Z\",\"id\":\""
                        + issued.credential().id()
                        + "\",\"issued\":\"2026-11-21T12:00:00Z\",\"name\":\"a\",\"role\":\"auditor\"}");
    }

    @Test
    void theJournalTellsWhatHappenedAlsoAfterATornLine() throws IOException {
        FileTokens.Issued issued = tokens().issue(Grant.of(Role.DOCK, "dock\"1\""));
        Path journal = directory().resolve("journal.jsonl");
        Files.writeString(journal, Files.readString(journal) + "{\"torn", StandardCharsets.UTF_8);
        now = NOON.plusSeconds(5);
        tokens().revoke("dock\"1\"");
        List<String> lines = Files.readAllLines(journal);
        assertThat(lines).hasSize(3);
        JsonObject last = JsonObject.parse(lines.get(2).getBytes(StandardCharsets.UTF_8));
        assertThat(last.string("event")).isEqualTo("revoked");
        assertThat(last.string("at")).isEqualTo("2026-11-21T12:00:05Z");
        assertThat(last.string("id")).isEqualTo(issued.credential().id());
    }

    @Test
    void aDamagedFileIsAnErrorAndNotAnOpenDoor() throws IOException {
        FileTokens.Issued issued = tokens().issue(Grant.of(Role.DOCK, "d"));
        Path file = directory().resolve(Sha256.of(issued.text()).hex());
        for (String damage : List.of(
                "",
                "{}",
                "[]",
                "{\"id\":\"x\",\"issued\":\"x\",\"name\":\"x\",\"role\":\"root\"}",
                "x".repeat(1 << 20))) {
            Files.writeString(file, damage);
            assertThatThrownBy(() -> tokens().authenticate(issued.text())).isInstanceOf(IOException.class);
        }
        Path elsewhere = Files.writeString(data.resolve("elsewhere"), "{}");
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> tokens().authenticate(issued.text())).isInstanceOf(IOException.class);
    }

    @Test
    void aGrantThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Grant.of(Role.DOCK, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Grant.of(Role.DOCK, "a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Grant.of(Role.DOCK, "a").forAgency("../x")).hasMessageContaining("agency \"../x\"");
        assertThatThrownBy(() -> Grant.of(Role.DOCK, "a").forCamera("c".repeat(65)))
                .hasMessageContaining("camera");
        assertThatThrownBy(() -> Grant.of(Role.AUDITOR, "a").forCamera("c")).hasMessageContaining("only a dock");
        assertThatThrownBy(() -> Role.ofWire("root")).hasMessageContaining("one of dock");
    }

    @Test
    void askingAndListingCreateNothing() throws IOException {
        assertThat(tokens().authenticate("unb_" + "A".repeat(43))).isEmpty();
        assertThat(tokens().list()).isEmpty();
        assertThat(tokens().revoke("x")).isEmpty();
        assertThat(directory()).doesNotExist();
    }
}
