package org.unbroken.deploy.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.dock.Identity;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * A recording on a server, verified here: manifest, receipt and every byte of the original are fetched, and the server
 * is believed in nothing.
 *
 * @param trouble why the original could not be read to its end; the report then proves no damage
 */
public record RemoteVerification(VerificationReport report, Optional<String> trouble) {

    /** Throws {@link ConsoleException} when the server does not know the recording, or cannot be asked. */
    public static RemoteVerification run(
            ConsoleClient console, RecordingId recording, TrustPolicy trusted, Progress progress)
            throws ConsoleException, InterruptedException {
        String path = "api/recordings/" + recording;
        JsonObject shown = console.json(path);
        String state = shown.findString("state").orElse("unknown");
        if (state.equals("disposed")) {
            throw new ConsoleException(200, "recording " + recording + " was disposed of; there is nothing to read");
        }
        List<String> gone = new ArrayList<>();
        byte[] manifest = document(console, path, "manifest", gone);
        byte[] receipt = document(console, path, "receipt", gone);
        if (manifest == null && (state.equals("landed") || state.equals("blocked"))) {
            throw new ConsoleException(
                    200,
                    "recording " + recording + " is " + state + ", and not sealed yet"
                            + shown.findString("reason")
                                    .map(reason -> ": " + reason)
                                    .orElse(""));
        }
        long size = shown.findInteger("size").orElse(0L);
        VerificationReport report;
        Optional<String> trouble;
        try (ResumingChannel original = ResumingChannel.open(console, path + "/original")) {
            report = FileVerification.run(
                    original, manifest, receipt, trusted, done -> progress.bytes("reading the original", done, size));
            trouble = original.trouble();
        } catch (ConsoleException e) {
            if (e.status() == 403) {
                throw new ConsoleException(
                        403,
                        e.getMessage() + ". This token may not read footage; with --on-server the server checks its"
                                + " own copy and reports");
            }
            if (e.status() != 404 && e.status() != 410) {
                throw e;
            }
            report = missing(FileVerification.runWithoutFile(manifest, receipt, trusted), recording);
            trouble = Optional.empty();
        }
        if (state.equals("sealed")) {
            // Sealed, it had both: what is gone now was taken away.
            for (String name : gone) {
                report = failed(report, name, "the server shows the recording as sealed and has no " + name + " of it");
            }
        }
        if (manifest != null) {
            report = Identity.required(report, manifest, recording.value(), Optional.empty());
        }
        if (!report.damagedChunks().isEmpty()) {
            report = inSeconds(report, console, path);
        }
        return new RemoteVerification(report, trouble);
    }

    /** An analysis that is not there, or not readable, takes nothing from the damage. */
    private static VerificationReport inSeconds(VerificationReport report, ConsoleClient console, String path)
            throws InterruptedException {
        try {
            return DamagedTimes.add(report, console.json(path + "/analysis"));
        } catch (ConsoleException | IllegalArgumentException e) {
            return report;
        }
    }

    private static byte @Nullable [] document(ConsoleClient console, String path, String name, List<String> gone)
            throws ConsoleException, InterruptedException {
        try {
            return console.bytes(path + "/" + name);
        } catch (ConsoleException e) {
            switch (e.status()) {
                case 404, 410 -> gone.add(name);
                case 202, 409 -> {} // not there yet
                default -> throw e;
            }
            return null;
        }
    }

    private static VerificationReport missing(VerificationReport report, RecordingId recording) {
        return failed(
                report,
                "file",
                "the original of recording " + recording + " is missing on the server, which shows the recording");
    }

    private static VerificationReport failed(VerificationReport report, String name, String message) {
        List<Check> checks = new ArrayList<>(report.checks());
        checks.removeIf(check -> check.name().equals(name) && check.outcome() == Outcome.UNKNOWN);
        checks.add(new Check(name, Outcome.FAILED, message));
        return new VerificationReport(checks, report.damagedChunks(), Verdict.of(checks));
    }
}
