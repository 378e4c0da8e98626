package org.unbroken.storage.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a credential is to allow.
 *
 * @param name for people, in lists and in the journal; not necessarily unique
 * @param agency the only agency it works for; a dock without one works for {@link #DEFAULT_AGENCY}
 * @param camera the only camera a dock may upload for
 * @param expires from this moment on it is refused; empty: never
 * @param offices what its holder is in the regulation's words; held in an agency
 * @param cleared the secrecy classes of which its holder may know
 */
public record Grant(
        String name,
        Role role,
        Optional<String> agency,
        Optional<String> camera,
        Optional<Instant> expires,
        Set<Office> offices,
        Set<String> cleared) {
    public static final String DEFAULT_AGENCY = "default";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SECRECY = Pattern.compile("[a-z][a-z0-9-]{0,63}");
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
        offices = Set.copyOf(offices);
        cleared = Set.copyOf(cleared);
        for (String secrecy : cleared) {
            if (!SECRECY.matcher(secrecy).matches()) {
                throw new IllegalArgumentException("secrecy class \"" + secrecy + "\": a word such as state-secret");
            }
        }
        if (!offices.isEmpty() && (agency.isEmpty() || role == Role.DOCK || role == Role.GATEWAY)) {
            throw new IllegalArgumentException(
                    "an office is held by a person in an agency: name the agency, and another role than dock or gateway");
        }
    }

    /** Of one who holds no office. */
    public Grant(String name, Role role, Optional<String> agency, Optional<String> camera, Optional<Instant> expires) {
        this(name, role, agency, camera, expires, Set.of(), Set.of());
    }

    public static Grant of(Role role, String name) {
        return new Grant(name, role, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Grant forAgency(String onlyAgency) {
        return new Grant(name, role, Optional.of(onlyAgency), camera, expires, offices, cleared);
    }

    public Grant forCamera(String onlyCamera) {
        return new Grant(name, role, agency, Optional.of(onlyCamera), expires, offices, cleared);
    }

    public Grant until(Instant end) {
        return new Grant(name, role, agency, camera, Optional.of(end), offices, cleared);
    }

    public Grant holding(Office... held) {
        return new Grant(name, role, agency, camera, expires, Set.of(held), cleared);
    }

    public Grant clearedFor(String... classes) {
        return new Grant(name, role, agency, camera, expires, offices, Set.of(classes));
    }

    private static void requireWord(String what, Optional<String> value) {
        if (value.isPresent() && !WORD.matcher(value.get()).matches()) {
            throw new IllegalArgumentException(
                    what + " \"" + value.get() + "\": 1 to 64 of letters, digits, '.', '_' and '-'");
        }
    }
}
