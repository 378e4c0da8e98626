package org.unbroken.storage.events;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Facts that were acknowledged are not in the topic any more and were never taken. Nothing is passed over: somebody has
 * to know of it and decide, and {@link #readableFrom} is where reading can go on then.
 */
public final class FactsLostException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Loss> losses;

    FactsLostException(String topic, List<Loss> losses) {
        super("Kafka topic " + topic + ": "
                + losses.stream().map(Loss::toString).collect(Collectors.joining("; ")));
        this.losses = List.copyOf(losses);
    }

    /** The topic was made anew: places in the one before mean nothing in it. */
    static FactsLostException ofAnotherTopic(String topic, List<Loss> losses) {
        return new FactsLostException(
                losses,
                "Kafka topic " + topic
                        + " is another one than facts were taken from before: Kafka was emptied. What it had beyond that is lost,"
                        + " and the new one is read from its beginning once a person says so:"
                        + " unbroken log --config FILE --read-facts-again");
    }

    private FactsLostException(List<Loss> losses, String message) {
        super(message);
        this.losses = List.copyOf(losses);
    }

    /**
     * What one partition does not have.
     *
     * @param wanted the offset that was to be read next
     * @param first the first offset that is there
     * @param end one after the last that is there
     */
    public record Loss(int partition, long wanted, long first, long end) {
        @Override
        public String toString() {
            return wanted < first
                    ? "partition " + partition + " begins at offset " + first + ", the " + (first - wanted)
                            + " records from " + wanted + " on were deleted before they were taken"
                    : "partition " + partition + " ends at offset " + end + " and was taken up to " + wanted
                            + ": it lost its last " + (wanted - end)
                            + " records, or is another topic of this name, and what comes there up to " + wanted
                            + " would be passed over";
        }
    }

    public List<Loss> losses() {
        return losses;
    }

    /** Per partition concerned, the first offset that can be read: the beginning where it is another topic. */
    public Map<Integer, Long> readableFrom() {
        return losses.stream().collect(Collectors.toUnmodifiableMap(Loss::partition, Loss::first));
    }
}
