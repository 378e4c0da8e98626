package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;

/** A camera says what its file's digest is, and other bytes arrive: kept, set apart, on record, and never "intact". */
final class MismatchTest {
    private static final byte[] SENT = "what arrived".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 CLAIMED = Sha256.of("what the camera had");

    @TempDir(factory = InMemory.class)
    private Path data;

    @Test
    void otherBytesThanClaimedAreQuarantinedWithBothDigestsOnRecord() throws Exception {
        Site site = Site.create(data);
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
            TusCalls tus = new TusCalls(server.upload(), site.dock());
            URI upload = upload(tus, SENT, CLAIMED);
            String recording = TusCalls.id(upload);
            ConsoleClient console = site.console(server);

            JsonObject shown = Site.settled(console, recording, "quarantined");
            assertThat(Site.text(shown, "reason"))
                    .get()
                    .asString()
                    .contains(CLAIMED.hex(), Sha256.of(SENT).hex());
            assertThat(Site.text(shown, "sha256")).contains(Sha256.of(SENT).hex());
            assertThat(Site.text(shown, "description")).contains("failed");
            assertThat(tus.get(URI.create(upload + "/manifest")).body())
                    .as("the dock is told what to do")
                    .contains("Keep the camera's copy and dock it again");
            assertThat(tus.head(upload).headers().firstValue("Unbroken-State")).contains("quarantined");
            String custody = Site.utf8(console.bytes("api/recordings/" + recording + "/custody"));
            assertThat(custody).contains(CLAIMED.hex(), Sha256.of(SENT).hex());
            assertThat(Site.digest(site.original(recording)))
                    .as("kept all the same")
                    .isEqualTo(Sha256.of(SENT));

            neverIntact(site, server, recording);
            byte[] receipt = tus.get(URI.create(upload + "/receipt")).body().getBytes(StandardCharsets.UTF_8);
            assertThat(Entry.parse(TlogProof.parse(receipt).extra()).is(CustodyEvent.QUARANTINED))
                    .as("its receipt says so, and allows no camera to be wiped")
                    .isTrue();

            String next = TusCalls.id(upload(tus, SENT, Sha256.of(SENT)));
            Site.settled(console, next, "sealed");
            WholeLog log = WholeLog.read(console, site.trusted());
            log.requireCameraChains();
            Entry quarantined = log.of(CustodyEvent.QUARANTINED, recording).get(0);
            Entry sealed = log.of(CustodyEvent.SEALED, next).get(0);
            assertThat(log.of(CustodyEvent.SEALED, recording)).isEmpty();
            assertThat(quarantined.position()).hasValue(1);
            assertThat(sealed.position())
                    .as("it keeps its place in the camera's chain")
                    .hasValue(2);
            assertThat(sealed.previous()).contains(quarantined.digest());
        }
    }

    private static URI upload(TusCalls tus, byte[] bytes, Sha256 claimed) throws Exception {
        HttpResponse<String> created =
                tus.create(bytes.length, Map.of("camera", "cam-1", "filename", "clip.mp4", "sha256", claimed.hex()));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        HttpResponse<String> sent = tus.patch(tus.address(created), 0, bytes);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
        return tus.address(created);
    }

    private static void neverIntact(Site site, ServerProcess server, String recording) {
        for (List<Object> more :
                List.<List<Object>>of(List.of("--key", site.keyFile()), List.of(), List.of("--on-server"))) {
            List<Object> arguments = new java.util.ArrayList<>(
                    List.of("verify", recording, "--server", server.console(), "--token", site.custodian()));
            arguments.addAll(more);
            Cli verified = Cli.run(arguments);
            assertThat(verified.exit()).as("%s: %s", more, verified.said()).isNotZero();
            assertThat(verified.out()).doesNotContain("verdict: intact", "verdict, on the server's word: intact");
        }
    }
}
