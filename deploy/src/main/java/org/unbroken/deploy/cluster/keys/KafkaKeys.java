package org.unbroken.deploy.cluster.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.events.broker.BrokerTls;

/**
 * Keys of Kafka's brokers and of those who use them.
 *
 * <pre>
 * DIR/broker.p12         brokers and controllers; believes itself and the client
 *     client.p12         gateways, log nodes, jobs, commands; believes the broker
 *     client.properties  for kafka.client-properties: names client.p12 by its place, and has the password in it
 *     password           see {@link KeyFolder}
 * </pre>
 */
public record KafkaKeys(Path folder) {
    private static final String BROKER = "broker.p12";
    private static final String CLIENT = "client.p12";
    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1");

    public KafkaKeys {
        folder = folder.toAbsolutePath().normalize();
    }

    /** Makes them unless they are there; whether they were made. Stopped midway, the next call makes all anew. */
    public boolean prepare(List<String> hosts, DurableFiles files, InstantSource clock, SecureRandom random)
            throws IOException {
        return prepare(hosts, folder, KeyPassword.random(random), files, clock, random);
    }

    /**
     * As {@link #prepare(List, DurableFiles, InstantSource, SecureRandom)}.
     *
     * @param at where the clients will find these files
     */
    public boolean prepare(
            List<String> hosts, Path at, String password, DurableFiles files, InstantSource clock, SecureRandom random)
            throws IOException {
        if (KeyFolder.isWhole(folder)) {
            return false;
        }
        Set<String> names = new LinkedHashSet<>(ALWAYS);
        names.addAll(hosts);
        Identity broker = Identity.make("unbroken-kafka-broker", List.copyOf(names), clock.instant(), random);
        Identity client = Identity.make("unbroken-kafka-client", List.of(), clock.instant(), random);
        KeyFolder written = KeyFolder.begin(folder, files, password);
        written.put(BROKER, broker, List.of(broker, client));
        written.put(CLIENT, client, List.of(broker));
        written.put(
                "client.properties",
                "security.protocol=SSL\n"
                        + String.join("\n", new BrokerTls(at.resolve(CLIENT), written.password()).lines())
                        + "\n");
        written.finish();
        return true;
    }

    /** For the broker. */
    public BrokerTls broker() throws IOException {
        return new BrokerTls(
                folder.resolve(BROKER),
                Files.readString(folder.resolve(KeyFolder.PASSWORD)).strip());
    }

    /** For whoever uses it. */
    SSLContext client() throws IOException {
        return KeyFolder.context(folder, CLIENT);
    }

    public Path clientProperties() {
        return folder.resolve("client.properties");
    }
}
