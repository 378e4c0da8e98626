package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.StoredFile;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.requests.AccessUse;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/** What there is to see and hear. Whoever asks is on record before anything goes out. */
public final class MediaApi {
    private static final Pattern ENDING = Pattern.compile("\\.([A-Za-z0-9]{1,5})$");

    private final VisibleRecordings recordings;
    private final Viewings viewings;
    private final AccessGate gate;
    private final Derived derived;
    private final WormStore worm;

    public MediaApi(VisibleRecordings recordings, Viewings viewings, AccessGate gate, Derived derived, WormStore worm) {
        this.recordings = recordings;
        this.viewings = viewings;
        this.gate = gate;
        this.derived = derived;
        this.worm = worm;
    }

    public Answer poster(Call call) throws IOException {
        Recording recording = seen(call);
        return picture(call, recording, "poster", derived.poster(recording.id()));
    }

    public Answer storyboard(Call call) throws IOException {
        Recording recording = seen(call);
        return picture(call, recording, "storyboard", derived.storyboard(recording.id()));
    }

    private Answer picture(Call call, Recording recording, String what, Optional<Path> path) throws IOException {
        if (path.isEmpty()) {
            throw Problem.absent("there is no " + what + "; the description is " + recording.description())
                    .exception();
        }
        return shown(call, recording, what, path.get(), MediaType.ofPicture(path.get()));
    }

    /** The proxy, made at once if there is none. While it is being made: 202, ask again. */
    public Answer proxy(Call call) throws IOException {
        Recording recording = seen(call);
        Optional<Path> made = derived.proxy(recording.id());
        if (made.isPresent()) {
            return shown(call, recording, "proxy", made.get(), "video/mp4");
        }
        if (recording.state() != RecordingState.SEALED && recording.state() != RecordingState.QUARANTINED) {
            return beingMade(recording);
        }
        if (!call.principal().role().may(Permission.REQUEST_PROXY)) {
            throw Problem.absent("there is no proxy yet, and this role may not have one made")
                    .exception();
        }
        CompletableFuture<Path> making = derived.requestProxy(recording.id());
        if (!making.isDone()) {
            return beingMade(recording);
        }
        try {
            return shown(call, recording, "proxy", making.join(), "video/mp4");
        } catch (CompletionException | CancellationException e) {
            String why = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            throw Problem.conflict("no proxy could be made from this recording: " + why)
                    .exception();
        }
    }

    private static Answer beingMade(Recording recording) {
        return Answer.json(
                        202,
                        JsonObject.builder()
                                .put("recording", recording.id().value())
                                .put("state", recording.state().wire())
                                .put("waiting_for", "proxy")
                                .build())
                .with("Retry-After", "2");
    }

    /** The bytes as they came, for download. Never opened in place: nobody knows what they are. */
    public Answer original(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        // Whoever has the original has a copy.
        gate.pass(call.principal(), recording, AccessUse.COPY);
        Optional<StoredObject> stored = worm.find(ObjectKey.original(recording.id()));
        if (stored.isEmpty()) {
            throw Problem.absent("the store holds no original yet: the recording is "
                            + recording.state().wire())
                    .exception();
        }
        enter(call, recording, "original", AccessUse.COPY);
        String tag = recording.sha256().map(Sha256::hex).orElse(recording.id().value());
        StoredFile file = new StoredFile(
                Answer.OCTETS,
                stored.get().size(),
                tag,
                Optional.of("attachment; filename=\"" + recording.id() + ending(recording) + "\""),
                () -> worm.open(ObjectKey.original(recording.id())));
        try {
            return file.answer(call);
        } catch (NoSuchFileException e) {
            throw Problem.absent("the original is no longer in the store").exception();
        }
    }

    /** Of the client's file name only the ending is used, and only where it is a few plain letters. */
    private static String ending(Recording recording) {
        Matcher ending = ENDING.matcher(recording.name().orElse(""));
        return ending.find() ? "." + ending.group(1).toLowerCase(Locale.ROOT) : ".bin";
    }

    private Answer shown(Call call, Recording recording, String what, Path path, String mediaType) throws IOException {
        enter(call, recording, what, AccessUse.VIEW);
        try {
            long size = Files.size(path);
            String tag = Sha256.of(path + "|" + size + "|"
                            + Files.getLastModifiedTime(path).toMillis())
                    .hex()
                    .substring(0, 32);
            return new StoredFile(
                            mediaType,
                            size,
                            tag,
                            Optional.empty(),
                            () -> FileChannel.open(path, StandardOpenOption.READ))
                    .answer(call);
        } catch (NoSuchFileException e) {
            throw Problem.unavailable("the " + what + " is being made anew", 5).exception();
        }
    }

    private Recording seen(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        gate.pass(call.principal(), recording, AccessUse.VIEW);
        return recording;
    }

    private void enter(Call call, Recording recording, String what, AccessUse use) throws IOException {
        if (!call.isHead()) {
            viewings.enter(call.principal(), recording, what, gate.pass(call.principal(), recording, use));
        }
    }
}
