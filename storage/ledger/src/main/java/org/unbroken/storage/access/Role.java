package org.unbroken.storage.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the holder of a token is, and so what they may call; docs/ACCESS.md shows it as a table. */
public enum Role {
    /** A docking station or a camera. */
    DOCK(EnumSet.of(Permission.UPLOAD)),
    OFFICER(EnumSet.of(
            Permission.READ_RECORDINGS,
            Permission.READ_MEDIA,
            Permission.REQUEST_PROXY,
            Permission.LABEL,
            Permission.KEEP_CASES,
            Permission.REQUEST_ACCESS,
            Permission.READ_REQUESTS)),
    CUSTODIAN(EnumSet.of(
            Permission.READ_RECORDINGS,
            Permission.READ_MEDIA,
            Permission.REQUEST_PROXY,
            Permission.READ_LOG,
            Permission.START_VERIFICATION,
            Permission.EXPORT,
            Permission.KEEP,
            Permission.LABEL,
            Permission.KEEP_CASES,
            Permission.CLOSE_CASES,
            Permission.REQUEST_DISPOSAL,
            Permission.REQUEST_ACCESS,
            Permission.READ_REQUESTS,
            Permission.DECIDE_ACCESS,
            Permission.READ_REGISTER,
            Permission.SAMPLE)),
    APPROVER(EnumSet.of(
            Permission.READ_RECORDINGS,
            Permission.APPROVE_DISPOSAL,
            Permission.READ_REQUESTS,
            Permission.DECIDE_ACCESS)),
    /** Reads everything, draws samples, changes nothing and gives nothing out. What gateways ask, the API tells too. */
    AUDITOR(EnumSet.complementOf(EnumSet.of(
            Permission.UPLOAD,
            Permission.EXPORT,
            Permission.KEEP,
            Permission.LABEL,
            Permission.KEEP_CASES,
            Permission.CLOSE_CASES,
            Permission.REQUEST_DISPOSAL,
            Permission.APPROVE_DISPOSAL,
            Permission.REQUEST_ACCESS,
            Permission.DECIDE_ACCESS,
            Permission.READ_STATES))),
    /** Keeps the system running, and needs to see no footage for it. */
    OPERATOR(EnumSet.of(
            Permission.READ_RECORDINGS,
            Permission.READ_LOG,
            Permission.START_VERIFICATION,
            Permission.READ_AUDIT,
            Permission.READ_METRICS)),
    /** Another process of this system: passes on to docks what the log's node knows. */
    GATEWAY(EnumSet.of(Permission.READ_STATES));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} that lists the roles. */
    public static Role ofWire(String text) {
        for (Role role : values()) {
            if (role.wire().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role \"" + text + "\": one of "
                + Arrays.stream(values()).map(Role::wire).collect(Collectors.joining(", ")));
    }
}
