package org.unbroken.deploy.cluster.process;

/** What has become of a process. */
public enum ProcessState {
    /** Never started here, or ended on demand. */
    ABSENT,
    RUNNING,
    /** It was started, and is gone without having been told to. */
    DEAD
}
