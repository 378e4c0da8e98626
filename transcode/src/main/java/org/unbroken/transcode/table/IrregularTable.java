package org.unbroken.transcode.table;

/** The tables contradict themselves or the file, or are of a kind that is not read here: FFmpeg's reading decides then. */
public final class IrregularTable extends Exception {
    private static final long serialVersionUID = 1;

    public IrregularTable(String why) {
        super(why);
    }
}
