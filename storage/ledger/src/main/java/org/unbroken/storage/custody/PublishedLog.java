package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.List;

/** What has been published of the log, as those read it who follow it. */
public interface PublishedLog {

    /** Entries under the newest published checkpoint. */
    long publishedSize();

    /** Published entries from this index on, at most {@code max}: what the describe job is fed with. */
    List<Sequenced> read(long fromIndex, int max) throws IOException;

    /** Calls back, from any thread and soon, after each publication. The callback must not block. */
    void onPublished(Runnable callback);
}
