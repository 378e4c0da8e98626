package org.unbroken.ingest.gateway.tus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The {@code Upload-Metadata} header: {@code KEY SP BASE64}, pairs separated by commas; a key may stand alone.
 *
 * @param values the known keys, decoded and checked; those with empty values are left out
 * @param raw the header as it came, for HEAD to answer with
 */
public record UploadMetadata(Map<String, String> values, String raw) {
    public static final int MAX_HEADER_BYTES = 8 << 10;
    public static final int MAX_VALUE_BYTES = 1 << 10;
    public static final UploadMetadata NONE = new UploadMetadata(Map.of(), "");

    public UploadMetadata {
        values = Map.copyOf(values);
    }

    public Optional<String> find(MetadataKey key) {
        return Optional.ofNullable(values.get(key.wire()));
    }

    public static UploadMetadata parse(String header) throws RefusedException {
        if (header.length() > MAX_HEADER_BYTES) {
            throw Refusals.badRequest("Upload-Metadata is longer than " + MAX_HEADER_BYTES + " bytes.");
        }
        // What is echoed by HEAD must not smuggle anything into an answer.
        if (header.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw Refusals.badRequest("Upload-Metadata must be printable ASCII.");
        }
        if (header.isBlank()) {
            return NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            String key = parts[0];
            if (key.isEmpty()) {
                throw Refusals.badRequest("Upload-Metadata has a pair without a key.");
            }
            if (!seen.add(key)) {
                throw Refusals.metadata(abbreviated(key), "appears twice");
            }
            if (parts.length > 2) {
                throw Refusals.metadata(abbreviated(key), "must be one key, one space, one value");
            }
            byte[] value = parts.length == 1
                    ? new byte[0]
                    : StrictBase64.decode(parts[1])
                            .orElseThrow(() -> Refusals.metadata(abbreviated(key), "is not padded base64"));
            Optional<MetadataKey> known = MetadataKey.find(key);
            if (known.isPresent() && value.length > 0) {
                values.put(key, known.get().read(utf8(key, value)));
            }
        }
        return new UploadMetadata(values, header);
    }

    /** The header that says these values: for completed uploads, whose header as it came is no longer kept. */
    public static String encode(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> each.getKey() + " "
                                + Base64.getEncoder()
                                        .encodeToString(each.getValue().getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(","));
    }

    private static String utf8(String key, byte[] value) throws RefusedException {
        if (value.length > MAX_VALUE_BYTES) {
            throw Refusals.metadata(key, "is longer than " + MAX_VALUE_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusals.metadata(key, "is not UTF-8");
        }
    }

    private static String abbreviated(String key) {
        return key.length() <= 64 ? key : key.substring(0, 64) + "…";
    }
}
