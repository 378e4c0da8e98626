package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways on one address. */
class SharedPortTest {
    @TempDir
    Path directory;

    @Test
    void gatewaysShareAnAddressAndOneStaysWhenTheOtherGoes() throws IOException {
        try (GatewayRig one = new GatewayRig(directory.resolve("one"));
                GatewayRig two = new GatewayRig(directory.resolve("two"))) {
            one.settings = one.settings.sharingPort(true);
            one.start();
            two.settings = two.settings
                    .sharingPort(true)
                    .listeningOn("127.0.0.1", one.server.uri().getPort());
            two.start();
            assertThat(two.server.uri()).isEqualTo(one.server.uri());
            // The kernel spreads connections by their addresses: a few hundred, and both have had some.
            for (int i = 0;
                    one.intake.sessions().openUploads() == 0
                            || two.intake.sessions().openUploads() == 0;
                    i++) {
                assertThat(i).isLessThan(500);
                one.calls().post("Upload-Length: 1", TusCalls.metadata("camera", "c" + i));
            }
            two.server.drain();
            int reset = 0;
            for (int answered = 0; answered < 20; ) {
                try {
                    assertThat(one.calls()
                                    .post("Upload-Length: 1", TusCalls.metadata("camera", "d" + answered))
                                    .status())
                            .isEqualTo(201);
                    answered++;
                } catch (IOException e) {
                    // The kernel had given it to the one that closed: a client tries again.
                    reset++;
                    assertThat(reset).isLessThan(5);
                }
            }
        }
    }

    @Test
    void withoutTheSettingAnAddressIsTakenOnce() throws IOException {
        try (GatewayRig one = new GatewayRig(directory.resolve("one")).start()) {
            GatewayRig two = new GatewayRig(directory.resolve("two"));
            two.settings =
                    two.settings.listeningOn("127.0.0.1", one.server.uri().getPort());
            assertThatThrownBy(two::start).isInstanceOf(IOException.class);
            two.intake.close();
            two.staged.close();
        }
    }
}
