package org.unbroken.integrity.verify;

import java.util.List;
import java.util.Set;

/** Which cosignatures are enough, C2SP tlog-policy: none, one witness, or k of a group's members, which may be groups. */
public sealed interface Quorum {
    Quorum NONE = new None();

    /** Whether the witnesses with these names are enough. */
    boolean metBy(Set<String> witnessNames);

    /** Its name in the policy file. */
    String name();

    /** No cosignature is asked for. */
    record None() implements Quorum {
        @Override
        public boolean metBy(Set<String> witnessNames) {
            return true;
        }

        @Override
        public String name() {
            return "none";
        }
    }

    /** This witness. */
    record Single(String name) implements Quorum {
        @Override
        public boolean metBy(Set<String> witnessNames) {
            return witnessNames.contains(name);
        }
    }

    /** At least {@code needed} of the members. */
    record Group(String name, int needed, List<Quorum> members) implements Quorum {
        public Group {
            members = List.copyOf(members);
            if (needed < 1 || needed > members.size()) {
                throw new IllegalArgumentException(
                        "group " + name + " asks for " + needed + " of " + members.size() + " members");
            }
        }

        @Override
        public boolean metBy(Set<String> witnessNames) {
            return members.stream().filter(member -> member.metBy(witnessNames)).count() >= needed;
        }
    }
}
