package org.unbroken.integrity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.KeyChange;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

/** A log's key hands over to the next, and old proofs stay valid. */
class KeyChangeTest {
    private static final Ed25519NoteSigner NEXT = Ed25519NoteSigner.generate(Sample.ORIGIN, new SecureRandom());
    private static final Checkpoint LAST = Checkpoint.parse(Sample.checkpoint().text());
    private static final SignedNote CHANGE = KeyChange.sign(LAST, Sample.SIGNER, NEXT);

    private static SignedNote later(Ed25519NoteSigner signer) {
        return SignedNote.sign(new Checkpoint(Sample.ORIGIN, LAST.size() + 1, LAST.root()).text(), signer);
    }

    @Test
    void whoTrustsTheOldKeyFollowsToTheNewOne() {
        KeyChange change = KeyChange.verified(SignedNote.parse(CHANGE.encode()));
        TrustPolicy policy = TrustPolicy.ofKeys(Sample.SIGNER.verifierKey()).following(change);
        assertThat(policy.judge(Sample.checkpoint()).signed())
                .as("an old proof")
                .isTrue();
        assertThat(policy.judge(later(NEXT)).signed()).as("a new proof").isTrue();
        assertThat(policy.judge(later(Sample.SIGNER)).signed())
                .as("the old key goes on")
                .isFalse();
    }

    @Test
    void aChangeOfAKeyThatIsNotTrustedLeadsNowhere() {
        KeyChange change = KeyChange.verified(CHANGE);
        TrustPolicy forger = TrustPolicy.ofKeys(Sample.FORGER.verifierKey());
        assertThatThrownBy(() -> forger.following(change)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRevokedKeyHandsNothingOver() {
        String revoked = "log " + Sample.SIGNER.verifierKey() + "\nrevoked "
                + Sample.SIGNER.verifierKey().shortText() + " from-size " + LAST.size() + "\nquorum none";
        assertThatThrownBy(() -> TrustPolicy.parse(revoked).following(KeyChange.verified(CHANGE)))
                .hasMessageContaining("revoked");
    }

    @Test
    void bothKeysSign() {
        for (SignedNote wrong : List.of(
                SignedNote.sign(CHANGE.text(), NEXT),
                SignedNote.sign(CHANGE.text(), Sample.SIGNER),
                SignedNote.sign(CHANGE.text(), Sample.FORGER, NEXT),
                new SignedNote(CHANGE.text().replace("\n5\n", "\n6\n"), CHANGE.signatures()))) {
            assertThatThrownBy(() -> KeyChange.verified(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> KeyChange.sign(LAST, Sample.SIGNER, Sample.SIGNER))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
