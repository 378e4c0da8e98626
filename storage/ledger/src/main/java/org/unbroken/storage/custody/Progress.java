package org.unbroken.storage.custody;

/** Told how long work over the whole store is getting on. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (step, done) -> {};

    /** So many entries or objects of this step are done. */
    void at(String step, long done);
}
