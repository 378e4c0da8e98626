package org.unbroken.transcode.codec;

/** How large pictures are once what coding adds at the edges is cut off; a size of nothing where a set speaks nonsense. */
public record PictureSize(long width, long height) {
    public static final PictureSize NONE = new PictureSize(0, 0);

    static PictureSize cropped(long width, long height, long cutAcross, long cutDown) {
        return cutAcross < width && cutDown < height && width <= 1 << 16 && height <= 1 << 16
                ? new PictureSize(width - cutAcross, height - cutDown)
                : NONE;
    }

    /** Whether a player that is told to cut its pictures to that size shows them so: within the last block of 16. */
    public boolean cutTo(long otherWidth, long otherHeight) {
        return otherWidth <= width
                && otherHeight <= height
                && (otherWidth + 15) / 16 == (width + 15) / 16
                && (otherHeight + 15) / 16 == (height + 15) / 16;
    }
}
