package org.unbroken.deploy.demo;

import java.util.Optional;
import org.unbroken.deploy.dock.DockResult;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.Verdict;

/**
 * What became of one file.
 *
 * @param docked empty when it could not be docked
 * @param brokenOff whether its upload was broken off and resumed
 * @param shown the recording as the API shows it at the end; empty members where it never came so far
 * @param verified what checking the server's copy said; empty when it could not be checked
 * @param trouble why it does not hold, if it does not
 */
record DemoRow(
        DemoFile file,
        Optional<DockResult> docked,
        boolean brokenOff,
        JsonObject shown,
        Optional<Verdict> verified,
        Optional<String> trouble) {

    static DemoRow docked(DemoFile file, DockResult result, boolean brokenOff) {
        return new DemoRow(
                file, Optional.of(result), brokenOff, JsonObject.builder().build(), Optional.empty(), Optional.empty());
    }

    static DemoRow failed(DemoFile file, String trouble) {
        return new DemoRow(
                file, Optional.empty(), false, JsonObject.builder().build(), Optional.empty(), Optional.of(trouble));
    }

    DemoRow withShown(JsonObject recording) {
        return new DemoRow(file, docked, brokenOff, recording, verified, trouble);
    }

    DemoRow withVerified(Verdict verdict) {
        return new DemoRow(file, docked, brokenOff, shown, Optional.of(verdict), trouble);
    }

    DemoRow withTrouble(String text) {
        return new DemoRow(file, docked, brokenOff, shown, verified, Optional.of(trouble.orElse(text)));
    }

    String state() {
        return shown.findString("state").orElse("unknown");
    }

    String description() {
        return shown.findString("description").orElse("pending");
    }

    String continuity() {
        return shown.findObject("continuity")
                .flatMap(continuity -> continuity.findString("verdict"))
                .orElse("undetermined");
    }

    /** Everything the demo promises of this file. */
    boolean held() {
        return trouble.isEmpty() && verified.equals(Optional.of(Verdict.INTACT)) && state().equals("sealed");
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("camera", file.camera())
                .put("name", file.name())
                .put("size", file.sizeBytes())
                .put("state", state())
                .put("description", description())
                .put("verdict", continuity())
                .put("broken_off", brokenOff)
                .put("held", held())
                .putIfPresent("verified", verified.map(Verdict::wire))
                .putIfPresent("trouble", trouble);
        docked.ifPresent(result -> json.put("id", result.recording())
                .put("sha256", result.sha256().hex())
                .put("resumed_at", result.resumedAt())
                .put("receipt", result.report().verdict().wire()));
        return json.build();
    }
}
