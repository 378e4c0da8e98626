package org.unbroken.storage.ledger;

import java.util.Optional;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;

/** One published entry of a recording with its detail; the detail is gone once the recording is disposed of. */
public record CustodyRecord(long index, Entry entry, Optional<JsonObject> detail) {}
