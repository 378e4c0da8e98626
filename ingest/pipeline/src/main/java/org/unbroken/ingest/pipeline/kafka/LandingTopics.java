package org.unbroken.ingest.pipeline.kafka;

import java.io.Serializable;
import java.util.Map;

/**
 * Where the seal job's landings are.
 *
 * <p>Flink shows and stores jobs, so {@code client} is no place for secrets: a client that has to sign in names a file
 * there, as Kafka's {@code DirectoryConfigProvider} reads it.
 *
 * @param servers Kafka's bootstrap servers
 * @param landings landings as {@link org.unbroken.storage.intake.LandingCodec} writes them
 * @param retries landings to be tried again, as {@link RetryMessage}
 * @param unreadable copies of what could not be read in the other two
 * @param group under which the job's progress can be seen in Kafka; it resumes from its own checkpoints
 * @param client further properties of Kafka's clients
 */
public record LandingTopics(
        String servers,
        String landings,
        String retries,
        String unreadable,
        String group,
        Map<String, String> client)
        implements Serializable {
    public LandingTopics {
        client = Map.copyOf(client);
        if (servers.isBlank()) {
            throw new IllegalArgumentException("servers = \"" + servers + "\": at least one host:port");
        }
        if (landings.equals(retries) || landings.equals(unreadable) || retries.equals(unreadable)) {
            throw new IllegalArgumentException("landings, retries, unreadable = " + landings + ", " + retries + ", "
                    + unreadable + ": must differ");
        }
    }

    /** The topics' names as every part of an installation makes them from its prefix. */
    public static LandingTopics of(String servers, String prefix, Map<String, String> client) {
        return new LandingTopics(
                servers,
                prefix + "landings",
                prefix + "landings-retry",
                prefix + "landings-unreadable",
                prefix + "seal",
                client);
    }
}
