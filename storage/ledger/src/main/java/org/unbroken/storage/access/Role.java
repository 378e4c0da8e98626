package org.unbroken.storage.access;

import java.util.Locale;

/** What the holder of a token is. What each may call stands in docs/ARCHITECTURE.md, "Who may call what". */
public enum Role {
    DOCK,
    OFFICER,
    CUSTODIAN,
    APPROVER,
    AUDITOR,
    OPERATOR;

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
        throw new IllegalArgumentException(
                "no role \"" + text + "\": one of dock, officer, custodian, approver, auditor, operator");
    }
}
