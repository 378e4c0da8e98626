package org.unbroken.ingest.pipeline.kafka;

import java.io.IOException;
import java.util.Base64;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.unbroken.ingest.pipeline.seal.EncodedLanding;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.UnreadableLanding;

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
        if (value == null) {
            return unreadable(message, new byte[0], "a message without content");
        }
        try {
            if (message.topic().equals(retries)) {
                RetryMessage retry = RetryMessage.decode(value);
                return Arrival.of(retry.ref(), retry.notBeforeMillis());
            }
            EncodedLanding landing = EncodedLanding.parse(value);
            return Arrival.of(new LandingRef(landing.decoded().sequence(), 1, landing), 0);
        } catch (IOException | RuntimeException e) {
            return unreadable(message, value, String.valueOf(e.getMessage()));
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
