package org.unbroken.ingest.pipeline.kafka;

import java.io.IOException;
import java.util.Base64;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.UnreadableLanding;
import org.unbroken.storage.events.LandingRecord;
import org.unbroken.storage.events.RetryRecord;

/**
 * Reads messages, and never throws for what one says: an exception here would restart the job, which would read the same
 * message again, for ever.
 */
final class ArrivalReader implements KafkaRecordDeserializationSchema<Arrival> {
    private final String retries;

    ArrivalReader(String retries) {
        this.retries = retries;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Arrival> out) {
        out.collect(arrival(message));
    }

    private Arrival arrival(ConsumerRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        try {
            if (message.topic().equals(retries)) {
                RetryRecord retry = RetryRecord.decode(value);
                long notBefore = Math.max(1, retry.notBefore().toEpochMilli());
                return Arrival.of(LandingRef.of(retry.landing(), retry.attempt() + 1), notBefore);
            }
            return Arrival.of(LandingRef.of(LandingRecord.decode(value), 1), 0);
        } catch (IOException | RuntimeException e) {
            return unreadable(message, value == null ? new byte[0] : value, String.valueOf(e.getMessage()));
        }
    }

    private static Arrival unreadable(ConsumerRecord<byte[], byte[]> message, byte[] value, String why) {
        return Arrival.unreadable(new UnreadableLanding(
                message.topic() + "/" + message.partition() + "/" + message.offset(),
                why,
                Base64.getEncoder().encodeToString(value)));
    }

    @Override
    public TypeInformation<Arrival> getProducedType() {
        return TypeInformation.of(Arrival.class);
    }
}
