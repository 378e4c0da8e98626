package org.unbroken.ingest.pipeline.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys by which the processes of one Flink cluster know each other, and who may ask its REST interface. Both sides show a
 * certificate everywhere: who has none of this cluster's gets no answer.
 *
 * <pre>
 * FOLDER/internal.p12   RPC, data and blobs: one key for all processes, which believe it and nobody else
 *        rest.p12       the JobManager's REST interface
 *        password       of both
 * </pre>
 */
public record FlinkTls(Path folder) {
    public static final String INTERNAL = "internal.p12";
    public static final String REST = "rest.p12";
    /**
     * For every process's command line. Netty compares a peer's host name with its certificate unless told not to, and
     * Flink has no setting that reaches it: TaskManagers on two machines would refuse each other. Their one certificate
     * names no host; that they believe no other says more than a name does.
     */
    static final String PEERS_BY_CERTIFICATE =
            "-Dorg.apache.flink.shaded.netty4.io.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE";

    /** All peers are of one release: nothing older has to be spoken. */
    private static final String PROTOCOL = "TLSv1.3";

    private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

    public FlinkTls {
        folder = folder.toAbsolutePath().normalize();
    }

    /** For {@code config.yaml}, which is its owner's alone: the password is in it. Flink shows no value of such a key. */
    Map<String, String> entries(FlinkRole role) throws IOException {
        String password = Files.readString(folder.resolve("password")).strip();
        Map<String, String> entries = new TreeMap<>();
        entries.put("security.ssl.protocol", PROTOCOL);
        entries.put("security.ssl.algorithms", CIPHER);
        entries.put("security.ssl.internal.enabled", "true");
        stores(entries, "security.ssl.internal.", folder.resolve(INTERNAL), password);
        if (role instanceof FlinkRole.JobManager) {
            entries.put("security.ssl.rest.enabled", "true");
            entries.put("security.ssl.rest.authentication-enabled", "true");
            stores(entries, "security.ssl.rest.", folder.resolve(REST), password);
        }
        return entries;
    }

    private static void stores(Map<String, String> entries, String prefix, Path file, String password) {
        for (String store : new String[] {"keystore", "truststore"}) {
            entries.put(prefix + store, file.toString());
            entries.put(prefix + store + "-type", "PKCS12");
            entries.put(prefix + store + "-password", password);
        }
        entries.put(prefix + "key-password", password);
    }
}
