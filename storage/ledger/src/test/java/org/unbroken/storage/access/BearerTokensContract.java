package org.unbroken.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;

/** What tokens do wherever they are kept. */
interface BearerTokensContract {
    Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** Each call is another process on the same store. */
    BearerTokens tokens();

    MovableClock clock();

    @Test
    default void aTokenOpensTheDoorForWhomItWasIssued() throws IOException {
        BearerTokens.Issued issued = tokens().issue(
                        Grant.of(Role.DOCK, "Dock 7").forAgency("traffic").forCamera("c-9"));
        assertThat(issued.text()).matches("unb_[A-Za-z0-9_-]{43}");
        assertThat(tokens().authenticate(issued.text()))
                .hasValue(new Principal(
                        issued.credential().id(),
                        Role.DOCK,
                        Optional.of("traffic"),
                        Optional.of("c-9"),
                        issued.credential().grant().name()));
    }

    @Test
    default void aDockWithoutAgencyWorksForTheDefaultOneAndOthersSeeAll() throws IOException {
        assertThat(principal(Grant.of(Role.DOCK, "d")).agency()).hasValue("default");
        assertThat(principal(Grant.of(Role.AUDITOR, "a")).agency()).isEmpty();
        assertThat(principal(Grant.of(Role.AUDITOR, "a")).sees("traffic")).isTrue();
        assertThat(principal(Grant.of(Role.OFFICER, "o").forAgency("traffic")).sees("parks"))
                .isFalse();
    }

    @Test
    default void isRefusedFromTheMomentItExpires() throws IOException {
        String text = tokens().issue(Grant.of(Role.AUDITOR, "a").until(NOON.plusSeconds(60)))
                .text();
        clock().set(NOON.plusSeconds(60).minusNanos(1));
        assertThat(tokens().authenticate(text)).isPresent();
        clock().set(NOON.plusSeconds(60));
        assertThat(tokens().authenticate(text)).isEmpty();
        assertThatThrownBy(() -> tokens().issue(Grant.of(Role.AUDITOR, "a").until(NOON.plusSeconds(60))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void aRunningServerSeesIssueAndRevocationAtOnce() throws IOException {
        BearerTokens server = tokens();
        BearerTokens command = tokens();
        assertThat(server.authenticate("unb_" + "A".repeat(43))).isEmpty();
        BearerTokens.Issued one = command.issue(Grant.of(Role.DOCK, "dock 1"));
        BearerTokens.Issued other = command.issue(Grant.of(Role.DOCK, "dock 2"));
        assertThat(server.authenticate(one.text())).isPresent();
        assertThat(command.revoke(one.credential().id())).containsExactly(one.credential());
        assertThat(server.authenticate(one.text())).isEmpty();
        assertThat(server.authenticate(other.text())).isPresent();
        assertThat(command.revoke("dock 2")).containsExactly(other.credential());
        assertThat(server.authenticate(other.text())).isEmpty();
        assertThat(command.revoke("dock 2")).isEmpty();
    }

    @Test
    default void aNameRevokesAllThatHaveIt() throws IOException {
        String first = tokens().issue(Grant.of(Role.DOCK, "dock")).text();
        String second = tokens().issue(Grant.of(Role.DOCK, "dock")).text();
        assertThat(tokens().revoke("dock")).hasSize(2);
        assertThat(tokens().authenticate(first)).isEmpty();
        assertThat(tokens().authenticate(second)).isEmpty();
    }

    @Test
    default void malformedBearersAreNobody() throws IOException {
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
    default void listsTheOldestFirstAndTheExpiredToo() throws IOException {
        Credential first = tokens().issue(Grant.of(Role.AUDITOR, "b").until(NOON.plusSeconds(1)))
                .credential();
        clock().set(NOON.plusSeconds(60));
        Credential second = tokens().issue(Grant.of(Role.GATEWAY, "a")).credential();
        assertThat(tokens().list()).containsExactly(first, second);
    }

    private Principal principal(Grant grant) throws IOException {
        return tokens().authenticate(tokens().issue(grant).text()).orElseThrow();
    }
}
