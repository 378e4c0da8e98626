package org.unbroken.storage.events;

/** The topics, all keyed by {@link RecordKey}. */
public enum Topic {
    /** {@link LandingRecord}s: what the seal job is fed with. */
    LANDINGS("landings"),
    /** {@link RetryRecord}s: landings whose sealing failed and is to be tried again later. */
    LANDINGS_RETRY("landings-retry"),
    /** What could not be read in the other two, byte for byte, for a person to look at. */
    LANDINGS_UNREADABLE("landings-unreadable"),
    /** {@link FactRecord}s: what the log's writer is fed with. */
    CUSTODY("custody");

    /** The largest record that brokers are told to take: a landing of 2 TB has 8 MiB of digests. */
    public static final int MAX_MESSAGE_BYTES = 16 << 20;

    private final String suffix;

    Topic(String suffix) {
        this.suffix = suffix;
    }

    public String nameIn(KafkaSettings settings) {
        return settings.topicPrefix() + suffix;
    }
}
