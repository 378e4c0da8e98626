package org.unbroken.ingest.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.ingest.console.http.ProblemException;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;

/** Where a camera is now is what its last event tells: an answer that left events out would be wrong, not short. */
class DevicesLimitTest {
    private static final Principal KEEPER = new Principal("t", Role.CUSTODIAN, Optional.of("a"), Optional.empty());

    /** A ledger of so many events, that gives as many as it is asked for. */
    private static DevicesApi api(int events) {
        Ledger ledger = (Ledger) Proxy.newProxyInstance(
                DevicesLimitTest.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, asked) -> {
                    assertThat(method.getName()).isEqualTo("cameraEvents");
                    return Collections.nCopies(
                            Math.min(events, (int) asked[2]), new CustodyRecord(0, null, Optional.empty()));
                });
        return new DevicesApi(new VisibleRecordings(ledger), null, null, InstantSource.system(), null, 3);
    }

    @Test
    void moreEventsThanAreReadOfOneCameraIsSaidAndNoneIsLeftOut() throws IOException {
        assertThat(api(0).device(KEEPER, Optional.empty(), "cam-1")
                        .array("events")
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> api(4).device(KEEPER, Optional.empty(), "cam-1"))
                .isInstanceOfSatisfying(ProblemException.class, thrown -> {
                    assertThat(thrown.problem().status()).isEqualTo(409);
                    assertThat(thrown.problem().detail()).contains("more than 3 events", "camera cam-1");
                });
    }
}
