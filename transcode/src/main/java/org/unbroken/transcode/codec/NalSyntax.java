package org.unbroken.transcode.codec;

/** How the first byte of a NAL unit tells its type (H.264 table 7-1, H.265 table 7-1). */
public enum NalSyntax {
    H264 {
        @Override
        public int type(int first) {
            return first & 0x1f;
        }

        @Override
        public boolean slice(int first) {
            return type(first) >= 1 && type(first) <= 5;
        }

        @Override
        public boolean entry(int first) {
            return type(first) == 5;
        }
    },
    HEVC {
        @Override
        public int type(int first) {
            return (first >> 1) & 0x3f;
        }

        @Override
        public boolean slice(int first) {
            return type(first) < 32;
        }

        @Override
        public boolean entry(int first) {
            return type(first) >= 16 && type(first) <= 23;
        }
    };

    public abstract int type(int first);

    /** Whether it is part of a coded picture. */
    public abstract boolean slice(int first);

    /** Whether it is part of a picture at which decoding can begin (IDR; in HEVC any intra random access point). */
    public abstract boolean entry(int first);
}
