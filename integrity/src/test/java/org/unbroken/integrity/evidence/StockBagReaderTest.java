package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;

/** Bundles as the Library of Congress's BagIt library sees them, which knows nothing of us. */
final class StockBagReaderTest {
    @TempDir
    private Path folder;

    @Test
    void aSingleRecordingIsAValidBag() throws Exception {
        StockBag.requireValid(WholeBundle.writeSingle(folder.resolve("single")));
    }

    @Test
    void severalRecordingsWithEveryKindOfProofAreAValidBag() throws Exception {
        StockBag.requireValid(WholeBundle.write(folder.resolve("whole")));
    }

    @Test
    void whatComesOutOfAZipIsAValidBag() throws Exception {
        Path zip = WholeBundle.write(folder.resolve("whole.zip"));

        StockBag.requireValid(StockBag.unzipped(zip, folder.resolve("unzipped")));
    }

    @Test
    void aTurnedByteIsNoValidBag() throws Exception {
        Path bag = WholeBundle.write(folder.resolve("turned"));
        Path original = bag.resolve("data/" + Sample.RECORDING + "/original.mp4");
        Files.write(original, Sample.flipped(Files.readAllBytes(original), 9));

        assertThatThrownBy(() -> StockBag.requireValid(bag)).hasMessageContaining("original");
    }

    @Test
    void aTurnedByteOfAProofIsNoValidBag() throws Exception {
        Path bag = WholeBundle.write(folder.resolve("proof"));
        Path checkpoint = bag.resolve("proof/checkpoint");
        Files.write(checkpoint, Sample.flipped(Files.readAllBytes(checkpoint), 9));

        assertThatThrownBy(() -> StockBag.requireValid(bag)).hasMessageContaining("checkpoint");
    }

    @Test
    void aMissingFileIsNoValidBag() throws Exception {
        Path bag = WholeBundle.write(folder.resolve("missing"));
        Files.delete(bag.resolve("data/" + Sample.RECORDING + "/manifest.json"));

        assertThatThrownBy(() -> StockBag.requireValid(bag)).hasMessageContaining("manifest.json");
    }

    @Test
    void aFileTooManyIsNoValidBag() throws Exception {
        Path bag = WholeBundle.write(folder.resolve("more"));
        Files.writeString(bag.resolve("data/more.txt"), "more");

        assertThat(bag.resolve("data/more.txt")).exists();
        assertThatThrownBy(() -> StockBag.requireValid(bag)).hasMessageContaining("more.txt");
    }
}
