package org.unbroken.deploy.simulate.plan;

/** What a machine is there for. */
public enum MachineKind {
    GATEWAY("gateway", 2, 1),
    SEAL("seal TaskManager", 2, 1),
    DESCRIBE("describe TaskManager", 2, 0),
    /** One writes and one follows, whatever the load: a second writer must not be. */
    LOG("log node", 2, 0),
    KAFKA("Kafka broker", 3, 0),
    STORAGE("storage node", 4, 1);

    private final String label;
    private final int least;
    private final int spare;

    MachineKind(String label, int least, int spare) {
        this.label = label;
        this.least = least;
        this.spare = spare;
    }

    public String label() {
        return label;
    }

    /** Whether more of them do more. */
    public boolean multiplies() {
        return this != LOG;
    }

    /** How many are to be had when the load fills {@code working} of them. */
    long needed(double working) {
        return multiplies() ? Math.max(least, (long) Math.ceil(working) + spare) : least;
    }
}
