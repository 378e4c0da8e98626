package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;
import org.unbroken.storage.worm.ObjectKey;

/** The plainest way to have an upload staged as parts: bytes lie in memory until they are synced. */
final class PartsStaging implements StagingArea {
    private final S3SharedDocuments documents;
    private final MultipartUploads uploads;

    PartsStaging(StoreRoom room) {
        documents = room.documents;
        uploads = room.uploads;
    }

    /** Parts as they are given, which may leave holes or be too short. */
    StagedUpload stage(RecordingId id, byte[]... parts) throws IOException {
        ObjectKey key = ObjectKey.original(id);
        StagedUpload staged =
                new StagedUpload(uploads.create(key), StagedUpload.CHUNK_BYTES, Instant.parse("2026-11-21T00:00:00Z"));
        try {
            documents.create(StagedUpload.documentName(id), staged.encoded());
        } catch (SharedConflictException e) {
            throw new FileAlreadyExistsException(id.value());
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != null) {
                uploads.put(key, staged.uploadId(), i + 1, parts[i]);
            }
        }
        return staged;
    }

    /** As an upload whose length nobody announced. */
    void stageApart(S3Connection connection, RecordingId id, byte[]... parts) throws IOException {
        ObjectKey key = StagedUpload.keyApart(id);
        MultipartUploads shared = MultipartUploads.shared(connection);
        StagedUpload staged = new StagedUpload(
                shared.create(key), StagedUpload.CHUNK_BYTES, Instant.parse("2026-11-21T00:00:00Z"), true);
        try {
            documents.create(StagedUpload.documentName(id), staged.encoded());
        } catch (SharedConflictException e) {
            throw new FileAlreadyExistsException(id.value());
        }
        for (int i = 0; i < parts.length; i++) {
            shared.put(key, staged.uploadId(), i + 1, parts[i]);
        }
    }

    @Override
    public void start() {}

    @Override
    public StagedFile create(RecordingId id) throws IOException {
        return new Buffered(id, stage(id));
    }

    @Override
    public StagedFile open(RecordingId id) throws IOException {
        SharedDocument document =
                documents.find(StagedUpload.documentName(id)).orElseThrow(() -> new NoSuchFileException(id.value()));
        return new Buffered(id, StagedUpload.decode(document.bytes()));
    }

    @Override
    public List<RecordingId> list() throws IOException {
        try (Stream<String> names = documents.list("staging/")) {
            return names.map(name -> new RecordingId(name.substring("staging/".length())))
                    .toList();
        }
    }

    @Override
    public void discard(RecordingId id) throws IOException {
        documents.delete(StagedUpload.documentName(id));
    }

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {}

    private final class Buffered implements StagedFile {
        private final RecordingId id;
        private final StagedUpload staged;
        private byte[] bytes = {};

        Buffered(RecordingId id, StagedUpload staged) {
            this.id = id;
            this.staged = staged;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void write(long offset, ByteBuffer more) {
            int at = (int) offset;
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length, at + more.remaining()));
            more.get(bytes, at, more.remaining());
        }

        @Override
        public long readableFrom() {
            return 0;
        }

        @Override
        public int read(long offset, ByteBuffer into) {
            int count = Math.min(into.remaining(), bytes.length - (int) offset);
            into.put(bytes, (int) offset, count);
            return count;
        }

        @Override
        public void truncate(long length) {
            bytes = Arrays.copyOf(bytes, (int) length);
        }

        @Override
        public void sync(long upTo) throws IOException {
            int partBytes = (int) staged.partBytes();
            for (int from = 0; from < bytes.length; from += partBytes) {
                byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + partBytes));
                uploads.put(ObjectKey.original(id), staged.uploadId(), from / partBytes + 1, part);
            }
        }

        @Override
        public void settle() {}

        @Override
        public void close() {}
    }
}
