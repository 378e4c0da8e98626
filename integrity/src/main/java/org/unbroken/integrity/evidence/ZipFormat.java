package org.unbroken.integrity.evidence;

/**
 * What writer and reader of a {@code .zip} share, by PKWARE's APPNOTE 6.3.
 *
 * <pre>
 * local header (4.3.7)         central header (4.3.12)        end of central directory (4.3.16)
 *  0 4 signature 04034b50       0 4 signature 02014b50         0 4 signature 06054b50
 *  4 2 version needed           4 2 version made by            4 2 number of this disk
 *  6 2 flags                    6 2 version needed             6 2 disk of the central directory
 *  8 2 method                   8 2 flags                      8 2 entries on this disk
 * 10 2 time                    10 2 method                    10 2 entries
 * 12 2 date                    12 2 time                      12 4 central directory's bytes
 * 14 4 CRC-32                  14 2 date                      16 4 central directory's offset
 * 18 4 compressed bytes        16 4 CRC-32                    20 2 comment's length
 * 22 4 bytes                   20 4 compressed bytes
 * 26 2 name's length           24 4 bytes                     zip64 end of central directory (4.3.14)
 * 28 2 extra's length          28 2 name's length              0 4 signature 06064b50
 * 30   name, extra             30 2 extra's length             4 8 bytes that follow: 44
 *                              32 2 comment's length          12 2 version made by, 14 2 needed
 * zip64 extra (4.5.3)          34 2 disk                      16 4 this disk, 20 4 directory's disk
 *  0 2 0001                    36 2 internal attributes       24 8 entries here, 32 8 entries
 *  2 2 bytes that follow       38 4 external attributes       40 8 directory's bytes, 48 8 its offset
 *  4   of bytes, compressed    42 4 local header's offset
 *      bytes, offset: 8 each   46   name, extra, comment      zip64 locator (4.3.15)
 *      that is all ones above                                  0 4 signature 07064b50
 *                                                              4 4 disk, 8 8 offset, 16 4 disks
 * </pre>
 */
final class ZipFormat {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END64 = 0x06064b50;
    static final int LOCATOR64 = 0x07064b50;

    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;
    static final int END64_BYTES = 56;
    static final int LOCATOR64_BYTES = 20;

    static final int ZIP64_EXTRA = 0x0001;
    /** Info-ZIP's Unicode path: a second name, which one reader follows and another does not. */
    static final int UNICODE_PATH_EXTRA = 0x7075;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    static final long ALL_ONES_32 = 0xffff_ffffL;
    static final int ALL_ONES_16 = 0xffff;

    private ZipFormat() {}
}
