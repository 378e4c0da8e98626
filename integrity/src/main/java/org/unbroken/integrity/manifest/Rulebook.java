package org.unbroken.integrity.manifest;

import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/** The rules by which the first retention was set. */
public record Rulebook(String id, String version, Sha256 sha256) {
    public Rulebook {
        if (id.isEmpty() || version.isEmpty()) {
            throw new IllegalArgumentException("a rulebook has an id and a version");
        }
    }

    static Rulebook of(JsonObject json) {
        return new Rulebook(json.string("id"), json.string("version"), Sha256.ofHex(json.string("sha256")));
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("id", id)
                .put("version", version)
                .put("sha256", sha256.hex())
                .build();
    }
}
