package org.unbroken.ingest.pipeline.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.intake.Landing;

class LandingRefTest {
    private static final RecordingId ID = new RecordingId("01900000-0000-7000-8000-000000000001");

    @Test
    void travelsThroughFlink() throws IOException {
        TypeSerializer<LandingRef> serializer =
                TypeInformation.of(LandingRef.class).createSerializer(new SerializerConfigImpl());
        Landing landing = new Landing(
                7,
                ID,
                "default",
                "cam-1",
                "dock-1",
                0,
                List.of(),
                Instant.parse("2026-11-20T18:00:00Z"),
                OptionalLong.empty(),
                Map.of());
        LandingRef ref = LandingRef.of(landing, 3);
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(ref, out);
        LandingRef read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(read).isEqualTo(ref);
        assertThat(read.landing().recording()).isEqualTo(ID);
        assertThat(serializer.copy(ref)).isEqualTo(ref);
    }

    @Test
    void anElementOfAnOlderReleaseIsRefused() {
        assertThatThrownBy(() -> new LandingRef(7, 1, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("older release");
    }
}
