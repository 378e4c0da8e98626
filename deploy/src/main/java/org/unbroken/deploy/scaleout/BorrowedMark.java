package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * How far the log was published, as the log node knows whose configuration a command works with, for a node that lives as
 * long as the command. That one has an empty database: without the mark nothing would tell it that bucket and document
 * were put back from an old copy, and it would publish other entries under the log's key.
 *
 * <p>At the end the node's own mark says what this one published too. A crash before that leaves the earlier mark.
 */
final class BorrowedMark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BorrowedMark.class);

    private final Path own;
    private final Path scratch;
    private final DurableFiles files;

    /**
     * Does nothing yet.
     *
     * @param own the log node's
     * @param scratch the short-lived one's
     */
    BorrowedMark(Path own, Path scratch, DurableFiles files) {
        this.own = own;
        this.scratch = scratch;
        this.files = files;
    }

    /**
     * Before the node starts.
     *
     * @return entries that were published for certain
     * @throws IOException also where the log has not begun: a command is nobody to begin one
     */
    long borrow(SharedDocuments documents) throws IOException {
        if (documents.find(WriterDocument.NAME).isEmpty()) {
            throw new IOException(
                    "the shared bucket has no document " + WriterDocument.NAME + ": it is another bucket or an"
                            + " empty one. A log is begun, and a lost document made anew, by a log node alone: look at s3.bucket"
                            + " and s3.shared-bucket, or start one");
        }
        try {
            byte[] mark = files.read(own, SignedNote.MAX_BYTES);
            files.replace(scratch, mark);
            return size(own);
        } catch (NoSuchFileException none) {
            LOG.atWarn()
                    .addKeyValue("mark", own)
                    .log(
                            "no log node's mark is here: that the store was put back from an old copy would not be noticed."
                                    + " Give the configuration of a log node on its own machine");
            return 0;
        }
    }

    /** What the node says of its mark, told of the one that stays. */
    String told(String message) {
        return message.replace(scratch.toString(), own.toString());
    }

    /** After the node closed. */
    @Override
    public void close() throws IOException {
        if (!Files.exists(scratch) || (Files.exists(own) && size(own) >= size(scratch))) {
            return;
        }
        try {
            // Whoever runs the command need not be whom the node runs as, and has to leave it readable: it is no
            // secret.
            files.replace(own, files.read(scratch, SignedNote.MAX_BYTES), DurableFiles.PUBLIC);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("mark", own)
                    .setCause(e)
                    .log("the log node's mark could not be brought up to what this command published");
        }
    }

    private long size(Path mark) throws IOException {
        try {
            return Checkpoint.parse(SignedNote.parse(files.read(mark, SignedNote.MAX_BYTES))
                            .text())
                    .size();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    mark + ", which says how far the log was published, cannot be read: " + e.getMessage(), e);
        }
    }
}
