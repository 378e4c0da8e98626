package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.stamp.RevocationList;
import org.unbroken.integrity.stamp.StampException;

/** What {@code --tsa-crl} names. */
final class CrlFiles {
    private CrlFiles() {}

    static List<RevocationList> read(List<Path> files) throws IOException, CommandFailure {
        List<RevocationList> lists = new ArrayList<>();
        for (Path file : files) {
            try {
                lists.addAll(RevocationList.parse(Files.readAllBytes(file)));
            } catch (StampException e) {
                throw new CommandFailure("--tsa-crl " + file + ": " + e.getMessage(), e);
            }
        }
        return lists;
    }
}
