package org.unbroken.ingest.console.api;

import java.util.Arrays;
import java.util.Optional;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.requests.AccessUse;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/**
 * Keeps a copy for a party apart from others: it has an office of its own to approve it, and what is confidential is excepted
 * from it. Who is a party is known by the recording's label; a party whom nobody labelled goes by what is asked for.
 */
final class Parties {
    private Parties() {}

    /** Why this person is not to have this recording by this use; asked when it is requested and when it is given out. */
    static Optional<String> objection(Rulebook book, AccessUse use, String person, Recording recording) {
        if (use == AccessUse.PARTY_COPY
                && book.value(Rules.APPROVAL_CONFIDENTIAL_EXCEPTED)
                && !recording.secrecy().isEmpty()) {
            return Optional.of(
                    "recording " + recording.id() + " is confidential, which a party's copy excepts. 依法应当保密的除外。");
        }
        if ((use == AccessUse.COPY || use == AccessUse.RELEASE) && isParty(person, recording)) {
            return Optional.of("whom it is for is the party of recording " + recording.id()
                    + ": a party's copy is asked for as \"" + AccessUse.PARTY_COPY.wire() + "\". 当事人复制须另行申请。");
        }
        return Optional.empty();
    }

    /** A label may name several. */
    private static boolean isParty(String person, Recording recording) {
        return Arrays.stream(recording.labels().getOrDefault("party", "").split("[,;，；、]", -1))
                .map(String::strip)
                .anyMatch(party -> !party.isEmpty() && party.equals(person.strip()));
    }
}
