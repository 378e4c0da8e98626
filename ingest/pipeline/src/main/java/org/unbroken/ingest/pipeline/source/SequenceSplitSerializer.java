package org.unbroken.ingest.pipeline.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 1: the next number, 8 bytes, big-endian. */
final class SequenceSplitSerializer implements SimpleVersionedSerializer<SequenceSplit> {
    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(SequenceSplit split) {
        return ByteBuffer.allocate(Long.BYTES).putLong(split.next()).array();
    }

    @Override
    public SequenceSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != 1 || serialized.length != Long.BYTES) {
            throw new IOException("sequence split of version " + version + ", " + serialized.length + " bytes");
        }
        return new SequenceSplit(ByteBuffer.wrap(serialized).getLong());
    }
}
