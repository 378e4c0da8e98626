package org.unbroken.storage.durable;

import java.time.Instant;

/**
 * What the file system says of a name, without following it if it is a link. {@code sizeBytes} is that of the content;
 * {@code links} the number of names the file has.
 */
public record FileFacts(Kind kind, long sizeBytes, Instant modified, long device, long inode, int links) {
    /** {@code OTHER} is a symbolic link, a pipe, a device: nothing that this project ever made. */
    public enum Kind {
        FILE,
        DIRECTORY,
        OTHER
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Two names of one file. */
    public boolean sameFileAs(FileFacts other) {
        return device == other.device && inode == other.inode;
    }
}
