package org.unbroken.ingest.console.http;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something stored, on its way out, whole or in part.
 *
 * @param tag opaque, unique to these bytes: the strong {@code ETag}
 * @param disposition the {@code Content-Disposition}; empty to show it in place
 */
public record StoredFile(String mediaType, long size, String tag, Optional<String> disposition, Opening opening) {

    /** Opens the bytes; called once, when it is sure that they are sent. */
    public interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    public Answer answer(Call call) throws IOException {
        TreeMap<String, String> headers = new TreeMap<>();
        String etag = "\"" + tag + "\"";
        headers.put("ETag", etag);
        headers.put("Accept-Ranges", "bytes");
        // Every viewing goes through the log here; a copy in a cache would be seen unseen.
        headers.put("Cache-Control", "private, no-store");
        disposition.ifPresent(value -> headers.put("Content-Disposition", value));
        Optional<ByteRange> range = call.header("Range")
                .filter(header -> call.header("If-Range").map(etag::equals).orElse(true))
                .flatMap(header -> ByteRange.of(header, size));
        long offset = range.map(ByteRange::offset).orElse(0L);
        long length = range.map(ByteRange::length).orElse(size);
        range.ifPresent(part -> headers.put("Content-Range", part.contentRange(size)));
        headers.put("Content-Length", Long.toString(length));
        Body body = call.isHead() ? new Body.Empty() : new Body.Stream(opening.open(), offset, length);
        return new Answer(range.isPresent() ? 206 : 200, mediaType, headers, body);
    }
}
