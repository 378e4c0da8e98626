package org.unbroken.integrity.disc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * {@code disc.json}: which disc of which set it is, what lies on it, and what on the others. Canonical JSON.
 *
 * <pre>
 * {"disc": from 1, "discs", "format": "unbroken/disc/1", "set": the bundle's tagmanifest-sha256.txt as SHA-256,
 *  "parts":  [{"length", "offset", "path", "sha256"}, …]       on this disc
 *  "others": [{"disc", "length", "offset", "path"}, …]}
 * </pre>
 */
record DiscIndex(Sha256 set, int disc, int discs, Map<DiscPart, Sha256> parts, Map<DiscPart, Integer> others) {
    static final String FORMAT = "unbroken/disc/1";
    static final String NAME = "disc.json";
    static final int MAX_BYTES = 16 << 20;
    /** Of one set; more than anybody writes. */
    static final int MOST_DISCS = 10_000;

    DiscIndex {
        parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        others = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(others));
        if (disc < 1 || disc > discs || discs > MOST_DISCS) {
            throw new IllegalArgumentException("disc " + disc + " of " + discs);
        }
        for (int other : others.values()) {
            if (other < 1 || other > discs || other == disc) {
                throw new IllegalArgumentException("a part on disc " + other + " of " + discs);
            }
        }
    }

    byte[] bytes() {
        List<Json> here = new ArrayList<>();
        parts.forEach((part, digest) ->
                here.add(json(part).put("sha256", digest.hex()).build()));
        List<Json> there = new ArrayList<>();
        others.forEach(
                (part, number) -> there.add(json(part).put("disc", number).build()));
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("set", set.hex())
                .put("disc", disc)
                .put("discs", discs)
                .put("parts", new JsonArray(here))
                .put("others", new JsonArray(there))
                .build()
                .canonical();
    }

    private static JsonObject.Builder json(DiscPart part) {
        return JsonObject.builder()
                .put("path", part.path())
                .put("offset", part.offset())
                .put("length", part.length());
    }

    /** Throws {@link IllegalArgumentException} for what is no such index. */
    static DiscIndex parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        if (!json.string("format").equals(FORMAT)) {
            throw new IllegalArgumentException("an index of another format than " + FORMAT);
        }
        Map<DiscPart, Sha256> parts = new LinkedHashMap<>();
        for (JsonObject part : json.array("parts").objects()) {
            parts.put(part(part), Sha256.ofHex(part.string("sha256")));
        }
        Map<DiscPart, Integer> others = new LinkedHashMap<>();
        for (JsonObject part : json.array("others").objects()) {
            others.put(part(part), number(part, "disc"));
        }
        return new DiscIndex(
                Sha256.ofHex(json.string("set")), number(json, "disc"), number(json, "discs"), parts, others);
    }

    private static int number(JsonObject json, String member) {
        long number = json.integer(member);
        if (number < 1 || number > MOST_DISCS) {
            throw new IllegalArgumentException(member + " = " + number + ": 1 to " + MOST_DISCS);
        }
        return (int) number;
    }

    private static DiscPart part(JsonObject json) {
        String path = json.string("path");
        if (!org.unbroken.integrity.evidence.BundleSource.isOriginal(path)) {
            throw new IllegalArgumentException("a part of what is no original");
        }
        return new DiscPart(path, json.integer("offset"), json.integer("length"));
    }
}
