package org.unbroken.deploy.cluster.process;

import java.io.IOException;
import java.util.Optional;

/** The processes of this machine. */
public interface RunningProcesses {

    /** Who has this number now; empty when nobody has, or when it has ended and only its number is left (a zombie). */
    Optional<ProcessIdentity> find(long pid) throws IOException;

    /** Asks it to end (SIGTERM). Nothing happens to a process that is another one by now. */
    void end(ProcessIdentity process) throws IOException;

    /** Ends it without a question (SIGKILL). Nothing happens to a process that is another one by now. */
    void kill(ProcessIdentity process) throws IOException;
}
