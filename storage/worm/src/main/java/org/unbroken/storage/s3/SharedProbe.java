package org.unbroken.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.s3.S3SharedDocuments.TagStyle;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;

/**
 * Finds out whether a store compares before it sets. Some ignore the conditions and let everybody win; some check and
 * then write in two steps, which shows only when several write at once. On such a store two log writers could both
 * believe that it is their turn, so there is no service on it.
 */
final class SharedProbe {
    private static final int ROUNDS = 4;
    private static final int WRITERS = 6;

    private final S3SharedDocuments documents;
    private final String bucket;
    private final String name;

    SharedProbe(S3SharedDocuments documents, String bucket, String name) {
        this.documents = documents;
        this.bucket = bucket;
        this.name = name;
    }

    TagStyle run() throws IOException {
        SharedDocument first = documents.write(name, null, text("first"), TagStyle.BARE);
        refuses(null, "a second create of one name", TagStyle.BARE);
        TagStyle style = styleOf(first.tag());
        SharedDocument second = documents.find(name).orElseThrow(() -> broken("what was written cannot be read"));
        refuses(first.tag(), "a replacement of what is no longer there", style);
        documents.delete(name);
        refuses(second.tag(), "a replacement of what was deleted", style);
        SharedDocument known = raced(0, null, style);
        for (int round = 1; round < ROUNDS; round++) {
            known = raced(round, known, style);
        }
        return style;
    }

    private TagStyle styleOf(String tag) throws IOException {
        for (TagStyle style : TagStyle.values()) {
            try {
                documents.write(name, tag, text("second"), style);
                return style;
            } catch (SharedConflictException e) {
                // Not written like this, then.
            }
        }
        throw broken("it replaces nothing on condition (If-Match), with the tag in quotes or without");
    }

    private void refuses(@Nullable String tag, String what, TagStyle style) throws IOException {
        try {
            documents.write(name, tag, text("overwritten"), style);
        } catch (SharedConflictException e) {
            return;
        }
        throw broken("it allows " + what);
    }

    private SharedDocument raced(int round, @Nullable SharedDocument known, TagStyle style) throws IOException {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            byte[] bytes = text("round " + round + ", writer " + i);
            writers.add(() -> {
                try {
                    documents.write(name, known == null ? null : known.tag(), bytes, style);
                    return true;
                } catch (SharedConflictException e) {
                    return false;
                }
            });
        }
        int won = 0;
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                won += writer.get() ? 1 : 0;
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot try the object store's conditional writes: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while trying the object store");
        } finally {
            threads.shutdownNow();
        }
        if (won != 1) {
            throw broken("of " + WRITERS + " writers at once " + won + " were told that they had won");
        }
        return documents.find(name).orElseThrow(() -> broken("what was written cannot be read"));
    }

    private IOException broken(String how) {
        return new IOException("the object store does not compare before it sets, in bucket " + bucket + ": " + how
                + ". Several machines cannot share it. (The bucket must be unversioned.)");
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
