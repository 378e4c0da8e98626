package org.unbroken.storage.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;

/**
 * A token or certificate as it is kept: never the secret. Stored as canonical JSON, members unknown here ignored:
 *
 * <pre>
 * {"agency"?, "camera"?, "cleared"?, "expires"?, "id", "issued", "name", "offices"?, "role"}
 * </pre>
 *
 * @param id what entries and logs carry as the actor
 */
public record Credential(String id, Grant grant, Instant issued) {
    public Credential {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a credential without an id");
        }
    }

    public Principal principal() {
        return new Principal(
                id, grant.role(), grant.agency(), grant.camera(), grant.name(), grant.offices(), grant.cleared());
    }

    /** Whether it still holds: from the moment of expiry on it does not. */
    public boolean holdsAt(Instant now) {
        return grant.expires().isEmpty() || now.isBefore(grant.expires().get());
    }

    /** Whether this is its id, or the name that it has for people. */
    boolean isCalled(String idOrName) {
        return id.equals(idOrName) || grant.name().equals(idOrName);
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        if (!grant.offices().isEmpty()) {
            json.put(
                    "offices",
                    JsonArray.ofStrings(
                            grant.offices().stream().sorted().map(Office::wire).toList()));
        }
        if (!grant.cleared().isEmpty()) {
            json.put(
                    "cleared",
                    JsonArray.ofStrings(grant.cleared().stream().sorted().toList()));
        }
        return json.put("id", id)
                .put("name", grant.name())
                .put("role", grant.role().wire())
                .putIfPresent("agency", grant.agency())
                .putIfPresent("camera", grant.camera())
                .put("issued", issued.toString())
                .putIfPresent("expires", grant.expires().map(Instant::toString))
                .build();
    }

    /** Throws {@link IllegalArgumentException} for anything that {@link #toJson} could not have made. */
    static Credential parse(byte[] bytes) {
        try {
            JsonObject object = JsonObject.parse(bytes);
            Grant grant = new Grant(
                    object.string("name"),
                    Role.ofWire(object.string("role")),
                    object.findString("agency"),
                    object.findString("camera"),
                    object.findString("expires").map(Instant::parse),
                    object.findArray("offices").map(JsonArray::strings).orElse(List.of()).stream()
                            .map(Office::ofWire)
                            .collect(Collectors.toUnmodifiableSet()),
                    Set.copyOf(
                            object.findArray("cleared").map(JsonArray::strings).orElse(List.of())));
            return new Credential(object.string("id"), grant, Instant.parse(object.string("issued")));
        } catch (JsonException | DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
