package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A bag as a folder of plain files. Each is durable when it is closed, the names at {@link #finish}. */
final class DirectoryBagSink implements BagSink {
    private final Path root;
    private final List<Path> folders = new ArrayList<>();

    /** @param root does not exist yet */
    DirectoryBagSink(Path root) throws IOException {
        this.root = root;
        Files.createDirectory(root);
        folders.add(root);
    }

    @Override
    public WritableByteChannel create(String path, long bytes) throws IOException {
        Path folder = root;
        String[] segments = BagPath.require(path).split("/", -1);
        for (int i = 0; i < segments.length - 1; i++) {
            folder = folder.resolve(segments[i]);
            if (!folders.contains(folder)) {
                Files.createDirectory(folder);
                folders.add(folder);
            }
        }
        Path file = folder.resolve(segments[segments.length - 1]);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new Counted(channel, path, bytes);
    }

    @Override
    public void finish() throws IOException {
        for (Path folder : folders) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void close() {
        // Nothing is open between two files.
    }

    private record Counted(FileChannel channel, String path, long bytes) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer from) throws IOException {
            return channel.write(from);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                if (channel.size() != bytes) {
                    throw new IOException(path + " has " + channel.size() + " bytes, not " + bytes);
                }
                channel.force(true);
            }
        }
    }
}
