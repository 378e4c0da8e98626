package org.unbroken.transcode.container;

import java.util.List;

/**
 * How a file's boxes lie, as far as it tells one writer from another.
 *
 * @param top types of the outermost boxes in order, the first few
 * @param emptyFree whether the second box is an empty {@code free}, kept for a longer size of the next
 * @param timeScale of the movie as a whole
 * @param userDataBytes of the movie's own tags; 0 where it has none
 * @param indexes how many {@code moov} boxes there are
 * @param contentCredentials whether there is a C2PA box
 */
public record BoxLayout(
        List<String> top,
        boolean emptyFree,
        long timeScale,
        long userDataBytes,
        int indexes,
        boolean contentCredentials) {
    private static final long EMPTY_TAGS_BYTES = 61;

    public BoxLayout {
        top = List.copyOf(top);
    }

    /**
     * Whether FFmpeg's writer lays boxes so: an empty {@code free} before the media, which come before the index, and
     * milliseconds as the movie's unit. Moving the index to the front drops the {@code free} behind it.
     */
    public boolean asLibavformat(List<String> brands) {
        boolean named = brands.containsAll(List.of("isom", "iso2", "mp41"));
        boolean plain = emptyFree && top.equals(List.of("ftyp", "free", "mdat", "moov"));
        boolean indexFirst = top.equals(List.of("ftyp", "moov", "free", "mdat"));
        return named && timeScale == 1000 && (plain || indexFirst);
    }

    /** An empty list of tags, as FFmpeg leaves it when told to write none. */
    public boolean emptyTags() {
        return userDataBytes == EMPTY_TAGS_BYTES;
    }
}
