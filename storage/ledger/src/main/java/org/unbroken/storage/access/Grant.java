package org.unbroken.storage.access;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a credential is to allow.
 *
 * @param name for people, in lists and in the journal; not necessarily unique
 * @param agency the only agency it works for; a dock without one works for {@link #DEFAULT_AGENCY}
 * @param camera the only camera a dock may upload for
 * @param expires from this moment on it is refused; empty: never
 */
public record Grant(
        String name, Role role, Optional<String> agency, Optional<String> camera, Optional<Instant> expires) {
    public static final String DEFAULT_AGENCY = "default";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_NAME = 200;

    public Grant {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a name has 1 to " + MAX_NAME + " characters, not all blank, none a control character");
        }
        if (role == Role.DOCK && agency.isEmpty()) {
            agency = Optional.of(DEFAULT_AGENCY);
        }
        requireWord("agency", agency);
        requireWord("camera", camera);
        if (camera.isPresent() && role != Role.DOCK) {
            throw new IllegalArgumentException("only a dock is bound to a camera, not role " + role.wire());
        }
    }

    public static Grant of(Role role, String name) {
        return new Grant(name, role, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Grant forAgency(String onlyAgency) {
        return new Grant(name, role, Optional.of(onlyAgency), camera, expires);
    }

    public Grant forCamera(String onlyCamera) {
        return new Grant(name, role, agency, Optional.of(onlyCamera), expires);
    }

    public Grant until(Instant end) {
        return new Grant(name, role, agency, camera, Optional.of(end));
    }

    private static void requireWord(String what, Optional<String> value) {
        if (value.isPresent() && !WORD.matcher(value.get()).matches()) {
            throw new IllegalArgumentException(
                    what + " \"" + value.get() + "\": 1 to 64 of letters, digits, '.', '_' and '-'");
        }
    }
}
