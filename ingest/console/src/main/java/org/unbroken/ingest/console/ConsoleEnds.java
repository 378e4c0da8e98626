package org.unbroken.ingest.console;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.unbroken.ingest.console.access.CertificateHolders;
import org.unbroken.storage.access.Tokens;
import org.unbroken.storage.audit.AuditView;
import org.unbroken.storage.cases.CasesKeeping;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.worm.WormStore;

/**
 * What the console stands on. All are started before it and closed after it.
 *
 * @param cases which recordings belong to a case that is not closed
 * @param rules which rulebook each agency obeys
 * @param rounds what goes round over the store beside the audit
 * @param certificates whose client certificate (already verified against the configured authorities) this is
 */
public record ConsoleEnds(
        Ledger ledger,
        CustodyLog log,
        CustodyEvents events,
        WormStore worm,
        Tokens tokens,
        CertificateHolders certificates,
        Derived derived,
        Readiness readiness,
        SecureRandom random,
        AgencyRules rules,
        AuditView audit,
        OpenCases cases,
        Rounds rounds) {

    /** The same, of a server on which these go round. */
    public ConsoleEnds with(Rounds going) {
        return new ConsoleEnds(
                ledger,
                log,
                events,
                worm,
                tokens,
                certificates,
                derived,
                readiness,
                random,
                rules,
                audit,
                cases,
                going);
    }

    /** Where the log tells which cases are open. */
    public ConsoleEnds(
            Ledger ledger,
            CustodyLog log,
            CustodyEvents events,
            WormStore worm,
            Tokens tokens,
            CertificateHolders certificates,
            Derived derived,
            Readiness readiness,
            SecureRandom random,
            AgencyRules rules,
            AuditView audit) {
        this(
                ledger,
                log,
                events,
                worm,
                tokens,
                certificates,
                derived,
                readiness,
                random,
                rules,
                audit,
                new CasesKeeping(ledger, rules, InstantSource.system()),
                Rounds.NONE);
    }

    /** Where no audit runs either. */
    public ConsoleEnds(
            Ledger ledger,
            CustodyLog log,
            CustodyEvents events,
            WormStore worm,
            Tokens tokens,
            CertificateHolders certificates,
            Derived derived,
            Readiness readiness,
            SecureRandom random,
            AgencyRules rules) {
        this(ledger, log, events, worm, tokens, certificates, derived, readiness, random, rules, AuditView.NONE);
    }
}
