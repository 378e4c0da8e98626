package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.unbroken.storage.worm.ObjectKey;

/** Which parts make an object of a given length. */
final class PartList {
    private PartList() {}

    /**
     * The parts up to that length; those after it are no part of the object. (Ceph 16 completes no upload without its last
     * parts, and says InvalidPart. The door lets nobody send more than was announced, and what was announced by nobody lies
     * apart: see {@link ApartUploads}.)
     *
     * @throws NoSuchFileException when bytes before the end are not there
     */
    static List<UploadedPart> upTo(long size, StagedUpload staged, List<UploadedPart> present, ObjectKey key)
            throws IOException {
        List<UploadedPart> sorted = checkCovers(size, staged, present, key);
        int count = staged.partsOf(size);
        UploadedPart last = sorted.get(count - 1);
        long length = staged.lengthOf(count, size);
        if (last.bytes() > length) {
            throw new IOException(key + ": part " + count + " of " + count + " has " + last.bytes() + " bytes, "
                    + length + " were landed; a part cannot be cut");
        }
        return List.copyOf(sorted.subList(0, count));
    }

    /**
     * Makes sure that the parts have every byte up to that length, and perhaps more at the end.
     *
     * @return the parts by number
     * @throws NoSuchFileException when bytes before the end are not there
     */
    static List<UploadedPart> checkCovers(long size, StagedUpload staged, List<UploadedPart> present, ObjectKey key)
            throws IOException {
        List<UploadedPart> sorted = new ArrayList<>(present);
        sorted.sort(Comparator.comparingInt(UploadedPart::number));
        int count = staged.partsOf(size);
        for (int i = 0; i < count; i++) {
            long length = staged.lengthOf(i + 1, size);
            if (i >= sorted.size() || sorted.get(i).number() != i + 1) {
                throw missing(key, "part " + (i + 1) + " of " + count + " is not there", i * staged.partBytes(), size);
            }
            long there = sorted.get(i).bytes();
            if (there < length) {
                throw missing(
                        key,
                        "part " + (i + 1) + " of " + count + " has " + there + " bytes instead of " + length,
                        i * staged.partBytes() + there,
                        size);
            }
            if (i + 1 < count && there > length) {
                throw new IOException(key + ": part " + (i + 1) + " of " + count + " has " + there
                        + " bytes, more than its place takes: this program put none such");
            }
        }
        return sorted;
    }

    private static NoSuchFileException missing(ObjectKey key, String what, long from, long size) {
        return new NoSuchFileException(
                key.value(), null, "of its upload " + what + ": bytes from " + from + " of " + size + " are missing");
    }
}
