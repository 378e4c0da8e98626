package org.unbroken.ingest.pipeline.cluster;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** The store that checkpoints go to, as Flink's S3 plugin wants to be told. */
public record FlinkS3(URI endpoint, String accessKey, String secretKey, boolean pathStyle) {
    Map<String, String> entries() {
        return Map.of(
                "s3.endpoint", endpoint.toString(),
                "s3.path.style.access", String.valueOf(pathStyle),
                "s3.access-key", accessKey,
                "s3.secret-key", secretKey,
                "s3.ssl.enabled",
                        String.valueOf("https".equals(endpoint.getScheme().toLowerCase(Locale.ROOT))));
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "FlinkS3[" + endpoint + "]";
    }
}
