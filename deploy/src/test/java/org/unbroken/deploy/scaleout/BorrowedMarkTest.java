package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.shared.MemorySharedDocuments;

final class BorrowedMarkTest {
    @TempDir
    private Path folder;

    private final DurableFiles files = new DurableFiles(new LocalDisk());
    private final MemorySharedDocuments documents = new MemorySharedDocuments();

    private Path own() {
        return folder.resolve("node").resolve("log.published");
    }

    private Path scratch() {
        return folder.resolve("scratch").resolve("log.published");
    }

    private BorrowedMark mark() throws Exception {
        Files.createDirectories(own().getParent());
        Files.createDirectories(scratch().getParent());
        return new BorrowedMark(own(), scratch(), files);
    }

    private static byte[] published(long size) {
        return SignedNote.sign(
                        new Checkpoint(Sample.ORIGIN, size, Sha256.of(new byte[] {(byte) size})).text(), Sample.SIGNER)
                .encode();
    }

    private void begun() throws Exception {
        documents.create(WriterDocument.NAME, "{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBucketWithoutALogIsRefused() throws Exception {
        BorrowedMark mark = mark();
        assertThatThrownBy(() -> mark.borrow(documents)).hasMessageContaining(WriterDocument.NAME);
        assertThat(scratch()).doesNotExist();
    }

    @Test
    void theNodesMarkIsTheCommandsToo() throws Exception {
        begun();
        BorrowedMark mark = mark();
        files.create(own(), published(7));
        assertThat(mark.borrow(documents)).isEqualTo(7);
        assertThat(scratch()).hasBinaryContent(published(7));
        assertThat(mark.told("the mark " + scratch() + " says")).isEqualTo("the mark " + own() + " says");
    }

    @Test
    void whatTheCommandPublishedTheNodeKnowsAfterwards() throws Exception {
        begun();
        BorrowedMark mark = mark();
        files.create(own(), published(7));
        mark.borrow(documents);
        files.replace(scratch(), published(9));
        mark.close();
        assertThat(own()).hasBinaryContent(published(9));
    }

    @Test
    void aNodeThatWentOnMeanwhileKeepsItsMark() throws Exception {
        begun();
        BorrowedMark mark = mark();
        files.create(own(), published(7));
        mark.borrow(documents);
        files.replace(scratch(), published(8));
        files.replace(own(), published(12));
        mark.close();
        assertThat(own()).hasBinaryContent(published(12));
    }

    @Test
    void whereThereIsNoMarkOneIsLeft() throws Exception {
        begun();
        BorrowedMark mark = mark();
        assertThat(mark.borrow(documents)).isZero();
        files.create(scratch(), published(3));
        mark.close();
        assertThat(own()).hasBinaryContent(published(3));
    }

    @Test
    void anUnreadableMarkIsNotPassedOver() throws Exception {
        begun();
        BorrowedMark mark = mark();
        Files.writeString(own(), "torn");
        assertThatThrownBy(() -> mark.borrow(documents)).hasMessageContaining(own().toString());
    }
}
