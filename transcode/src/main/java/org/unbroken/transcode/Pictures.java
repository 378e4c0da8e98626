package org.unbroken.transcode;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The still pictures made of a recording. Files that could not be made are null; all null with a failed state means
 * that nothing in the recording could be shown, and the reason says why.
 *
 * @param poster {@code poster.jpg}, one picture
 * @param storyboard {@code storyboard.jpg}, a grid of key frames over the whole recording
 * @param storyboardIndex {@code storyboard.json}, which cell shows which moment
 */
public record Pictures(
        DescriptionState state,
        @Nullable String reason,
        @Nullable Path poster,
        @Nullable Path storyboard,
        @Nullable Path storyboardIndex,
        int cells) {
    public static Pictures failed(String reason) {
        return new Pictures(DescriptionState.FAILED, reason, null, null, null, 0);
    }
}
