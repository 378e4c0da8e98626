package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.storage.worm.ObjectKey;

/** A data folder, the tokens for it, and what a server on it shows. */
record Site(Path data, String dock, String custodian) {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Site create(Path data) throws IOException {
        Files.createDirectories(data);
        return new Site(data, token(data, "dock", "docks"), token(data, "custodian", "custodian"));
    }

    static String token(Path data, String role, String name) {
        return Cli.run("token", "issue", "--data", data, "--role", role, "--name", name)
                .line();
    }

    /** Under another place: a copy of the folder, tokens and all. */
    Site at(Path copy) {
        return new Site(copy, dock, custodian);
    }

    ConsoleClient console(ServerProcess server) {
        return new ConsoleClient(HTTP, server.console(), Optional.of(custodian));
    }

    Path keyFile() {
        return data.resolve("keys").resolve("log.vkey");
    }

    TrustPolicy trusted() throws IOException {
        return TrustPolicy.ofKeys(new VerifierKey(Files.readString(keyFile()).strip()));
    }

    Path stored(ObjectKey key) {
        return data.resolve("worm").resolve(key.value());
    }

    Path original(String recording) {
        return stored(ObjectKey.original(new RecordingId(recording)));
    }

    Path manifest(String recording) {
        return stored(ObjectKey.manifest(new RecordingId(recording)));
    }

    /** All recordings, page by page; small pages, so that there are several. */
    static List<JsonObject> recordings(ConsoleClient console) throws Exception {
        List<JsonObject> all = new ArrayList<>();
        String after = "";
        while (true) {
            JsonObject page = console.json("api/recordings?limit=7" + after);
            all.addAll(page.array("recordings").objects());
            Optional<String> next = text(page, "next");
            if (next.isEmpty()) {
                return all;
            }
            after = "&after=" + next.get();
        }
    }

    /** A member that may be null as well as missing. */
    static Optional<String> text(JsonObject json, String member) {
        return json.find(member)
                .filter(value -> value instanceof org.unbroken.integrity.json.JsonString)
                .map(value -> json.string(member));
    }

    /** Waits until the recording has this state, and what is to follow has been tried. */
    static JsonObject settled(ConsoleClient console, String recording, String state) throws Exception {
        return Await.value(recording + " " + state, () -> {
            JsonObject shown;
            try {
                shown = console.json("api/recordings/" + recording);
            } catch (ConsoleException e) {
                if (e.status() == 404) {
                    return Optional.empty(); // shown from the moment its first entry is published
                }
                throw e;
            }
            boolean done = shown.string("state").equals(state)
                    && (!state.equals("sealed") || !shown.string("description").equals("pending"));
            return done ? Optional.of(shown) : Optional.empty();
        });
    }

    static Sha256 digest(Path file) throws IOException {
        java.security.MessageDigest digest = Sha256.newDigest();
        try (java.io.InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 20];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.finish(digest);
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
