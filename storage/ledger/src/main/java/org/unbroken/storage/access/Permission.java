package org.unbroken.storage.access;

/** A kind of call that a role may or may not make. */
public enum Permission {
    UPLOAD("`/files/`: create, resume and ask after uploads, fetch receipt and manifest"),
    READ_RECORDINGS(
            "`/api/recordings`, `…/{id}`, `…/manifest`, `…/analysis`, `…/custody`, `…/receipt`; `/api/disposals`, `/api/cases`, `/api/samples`,"
                    + " `/api/figures`, `/api/devices`, `/api/owed`; pages"),
    READ_MEDIA("`…/original`, `…/proxy`, `…/poster`, `…/storyboard`"),
    READ_LOG("`/log/…`: checkpoint, tiles, key"),
    START_VERIFICATION("`…/verify`, and reading what it found"),
    EXPORT(
            "`…/export`: enters that a recording is given out; with READ_MEDIA and READ_LOG, what `unbroken export` needs"),
    READ_AUDIT(
            "`/api/audit`, `/api/retention`, `/api/replica`: how far the rounds over the store are, and what they found"),
    KEEP("`…/hold`, `…/release`, `…/retention`, `…/long-term/withdraw`, `/api/complaints`: places and ends legal holds,"
            + " lengthens retention, collects what a complaint is about, ends what is kept for long;"
            + " `/api/devices/{camera}/…`: says who has which camera"),
    REQUEST_DISPOSAL("`POST /api/disposals`, `…/{batch}/run`: asks for a batch to be disposed of, and has it done"),
    APPROVE_DISPOSAL("`/api/disposals/{batch}/approve`: approves what somebody else asks for"),
    LABEL(
            "`…/labels`, `…/reported`, `…/explained`, `…/long-term`, `POST /api/explanations`: says what footage is, why it is"
                    + " kept for long, and why it lacks"),
    KEEP_CASES("`POST /api/cases`, `/api/cases/{case}/change`: opens cases and corrects what is said of them"),
    CLOSE_CASES("`/api/cases/{case}/close`, `…/archive`, `…/reopen`: what its footage's retention hangs on"),
    REQUEST_ACCESS("`POST /api/requests`: asks to view, to copy or to give out"),
    READ_REQUESTS("`GET /api/requests`, `…/{request}`, `…/form`: an officer's own, and others' all"),
    DECIDE_ACCESS("`/api/requests/{request}/approve`, `…/refuse`: as the office that it is at"),
    READ_REGISTER("`/api/register`: who saw and was given what"),
    SAMPLE("`POST /api/samples`, `…/{sample}/review`: draws samples for spot checks, and says what was found"),
    READ_METRICS("`/metrics`"),
    REQUEST_PROXY("asking for a proxy that is not made yet"),
    READ_STATES("`/internal/recordings/{id}`: state and receipt, for gateways");

    private final String calls;

    Permission(String calls) {
        this.calls = calls;
    }

    /** The calls it covers, for people, in Markdown. */
    public String calls() {
        return calls;
    }
}
