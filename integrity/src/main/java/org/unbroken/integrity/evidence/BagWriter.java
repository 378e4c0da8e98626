package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.digest.Sha256;

/**
 * A BagIt 1.0 bag, RFC 8493. Digests are taken while bytes pass through; both manifests come last.
 *
 * <pre>
 * bagit.txt, bag-info.txt                as they are added
 * data/…                                 payload, listed in manifest-sha256.txt
 * proof/…                                tag files, listed with those above in tagmanifest-sha256.txt
 * manifest-sha256.txt
 * tagmanifest-sha256.txt
 * </pre>
 */
final class BagWriter {
    static final String DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    private static final int BUFFER_BYTES = 1 << 20;

    private final BagSink sink;
    private final SortedMap<String, Sha256> payload = new TreeMap<>();
    private final SortedMap<String, Sha256> tags = new TreeMap<>();

    BagWriter(BagSink sink) {
        this.sink = sink;
    }

    void add(String path, byte[] bytes) throws IOException {
        try (WritableByteChannel file = sink.create(path, bytes.length)) {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                file.write(rest);
            }
        }
        list(path, Sha256.of(bytes));
    }

    void add(String path, String text) throws IOException {
        add(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Copies so many bytes; what the source has beyond them, or less, is an {@link IOException}. */
    Sha256 add(String path, long bytes, ReadableByteChannel source) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long done = 0;
        try (WritableByteChannel file = sink.create(path, bytes)) {
            while (source.read(buffer) >= 0) {
                buffer.flip();
                done += buffer.remaining();
                if (done > bytes) {
                    throw new IOException(path + ": the source has more than the " + bytes + " bytes that were sealed");
                }
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
                buffer.clear();
            }
            if (done < bytes) {
                throw new IOException(path + ": the source ends after " + done + " of " + bytes + " bytes");
            }
        }
        Sha256 sha256 = Sha256.finish(digest);
        list(path, sha256);
        return sha256;
    }

    /** Lists a file that is put there by somebody else. */
    void declare(String path, Sha256 digest) {
        list(path, digest);
    }

    private void list(String path, Sha256 digest) {
        (path.startsWith("data/") ? payload : tags).put(path, digest);
    }

    void finish() throws IOException {
        add("manifest-sha256.txt", lines(payload));
        add("tagmanifest-sha256.txt", lines(tags));
        sink.finish();
    }

    /** As sha256sum writes them, so that it checks them. */
    private static String lines(SortedMap<String, Sha256> digests) {
        StringBuilder lines = new StringBuilder();
        digests.forEach(
                (path, digest) -> lines.append(digest).append("  ").append(path).append('\n'));
        return lines.toString();
    }
}
