package org.unbroken.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.durable.LocalDisk;

class FolderTokensTest implements BearerTokensContract {
    @TempDir
    Path data;

    private final MovableClock clock = new MovableClock(NOON);

    @Override
    public BearerTokens tokens() {
        return BearerTokens.inFolder(directory(), new LocalDisk(), clock, new SecureRandom());
    }

    @Override
    public MovableClock clock() {
        return clock;
    }

    private Path directory() {
        return data.resolve("tokens");
    }

    @Test
    void theSecretIsNowhereOnDisk() throws IOException {
        BearerTokens.Issued issued = tokens().issue(Grant.of(Role.AUDITOR, "王 auditor"));
        tokens().revoke(issued.credential().id());
        BearerTokens.Issued kept = tokens().issue(Grant.of(Role.AUDITOR, "b"));
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
        BearerTokens.Issued issued = tokens().issue(Grant.of(Role.AUDITOR, "a").until(NOON.plusSeconds(1)));
        byte[] file =
                Files.readAllBytes(directory().resolve(Sha256.of(issued.text()).hex()));
        assertThat(new String(file, StandardCharsets.UTF_8))
                .isEqualTo("{\"expires\":\"2026-11-21T12:00:01Z\",\"id\":\""
                        + issued.credential().id()
                        + "\",\"issued\":\"2026-11-21T12:00:00Z\",\"name\":\"a\",\"role\":\"auditor\"}");
    }

    @Test
    void theJournalTellsWhatHappenedAlsoAfterATornLine() throws IOException {
        BearerTokens.Issued issued = tokens().issue(Grant.of(Role.DOCK, "dock\"1\""));
        Path journal = directory().resolve("journal.jsonl");
        Files.writeString(journal, Files.readString(journal) + "{\"torn", StandardCharsets.UTF_8);
        clock.set(NOON.plusSeconds(5));
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
        BearerTokens.Issued issued = tokens().issue(Grant.of(Role.DOCK, "d"));
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
