package org.unbroken.storage.events.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BrokerFilesTest {
    /** One id in 64 that Kafka did not make itself begins so, and no broker comes up with it. */
    @Test
    void noClusterIdLooksLikeAnOption() {
        BrokerFiles broker = new BrokerFiles(Path.of("broker"), 9092, 9093, Optional.empty());
        for (int i = 0; i < 2_000; i++) {
            List<String> arguments = broker.formatArguments();
            assertThat(arguments.get(arguments.indexOf("-t") + 1)).matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}");
        }
    }
}
