package org.unbroken.deploy.cluster.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.unbroken.ingest.pipeline.cluster.FlinkTls;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Keys of one Flink cluster.
 *
 * <pre>
 * DIR/internal.p12   the processes among themselves (RPC, data, blobs): all have the same key, and believe no other
 *     rest.p12       the JobManager's REST interface; believes the client, and itself
 *     client.p12     whoever asks the REST interface; believes rest
 *     client.pem     the same as curl and Prometheus read it: certificate and key
 *     rest.crt       the REST interface's certificate, for them
 *     password       see {@link KeyFolder}
 * </pre>
 *
 * TaskManagers need {@code internal.p12} and the password only.
 */
public record FlinkKeys(Path folder) {
    private static final String CLIENT = "client.p12";
    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1");

    /** Makes them unless they are there; whether they were made. Stopped midway, the next call makes all anew. */
    public boolean prepare(List<String> hosts, DurableFiles files, InstantSource clock, SecureRandom random)
            throws IOException {
        return prepare(hosts, KeyPassword.random(random), files, clock, random);
    }

    /** As {@link #prepare(List, DurableFiles, InstantSource, SecureRandom)}, under a password that is known elsewhere. */
    public boolean prepare(
            List<String> hosts, String password, DurableFiles files, InstantSource clock, SecureRandom random)
            throws IOException {
        if (KeyFolder.isWhole(folder)) {
            return false;
        }
        Set<String> names = new LinkedHashSet<>(ALWAYS);
        names.addAll(hosts);
        Identity internal = Identity.make("unbroken-flink-internal", List.of(), clock.instant(), random);
        Identity rest = Identity.make("unbroken-flink-rest", List.copyOf(names), clock.instant(), random);
        Identity client = Identity.make("unbroken-flink-client", List.of(), clock.instant(), random);
        KeyFolder written = KeyFolder.begin(folder, files, password);
        written.put(FlinkTls.INTERNAL, internal, List.of(internal));
        written.put(FlinkTls.REST, rest, List.of(client, rest));
        written.put(CLIENT, client, List.of(rest));
        written.put("client.pem", client.certificatePem() + client.keyPem());
        written.put("rest.crt", rest.certificatePem());
        written.finish();
        return true;
    }

    /** For whoever asks the REST interface. */
    public SSLContext client() throws IOException {
        return KeyFolder.context(folder, CLIENT);
    }

    public Path clientPem() {
        return folder.resolve("client.pem");
    }

    public Path restCertificate() {
        return folder.resolve("rest.crt");
    }
}
