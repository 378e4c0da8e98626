package org.unbroken.storage.audit;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the audit keeps how far it is. Small documents, replaced as a whole, that outlive the process and, among log
 * nodes, the machine: whoever leads next goes on there, and those who follow show them.
 *
 * <p>What is lost with them is only work: objects are looked at again. What was found is in the log.
 */
public interface AuditRecords {
    Optional<byte[]> read(String name) throws IOException;

    void write(String name, byte[] bytes) throws IOException;
}
