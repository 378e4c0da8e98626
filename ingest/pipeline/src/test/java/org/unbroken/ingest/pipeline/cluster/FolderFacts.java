package org.unbroken.ingest.pipeline.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;

/** A log that takes each fact once, as files {@code RECORDING.EVENT} of one folder, for several processes at once. */
record FolderFacts(Path folder) implements CustodyEvents {
    @Override
    public CompletableFuture<OptionalLong> append(CustodyFact fact) {
        try {
            Files.writeString(
                    folder.resolve(fact.recording() + "." + fact.event().wire()),
                    fact.document().map(Object::toString).orElse(""),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException again) {
            return CompletableFuture.completedFuture(OptionalLong.empty());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.completedFuture(OptionalLong.empty());
    }

    @Override
    public CompletableFuture<Void> block(Blocked blocked) {
        return CompletableFuture.completedFuture(null);
    }
}
