package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.supervise.Allowance;
import org.unbroken.transcode.supervise.Answer;

/** What a worker reaches that has been taken over, and real files that decode to far more than they are. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfinementTest extends RunningWorkers {
    private static final Allowance LONG = new Allowance(Duration.ofMinutes(1), Duration.ZERO, 0, Duration.ofMinutes(1));

    @Override
    WorkerSettings settings(Path scratch) {
        WorkerLimits limits = new WorkerLimits(
                384L << 20, 4L << 20, Duration.ofSeconds(40), Duration.ofSeconds(30), 1 << 20, 12, 200);
        return super.settings(scratch).withLimits(limits).withWorkers(1, 1);
    }

    @AfterEach
    void theNextFileIsRead() throws Exception {
        assertThat(workers.inspect(footage("next.mp4", small(1))).description()).isEqualTo(DescriptionState.DONE);
    }

    @Test
    void aWorkerReachesNoNetwork() throws Exception {
        requireCells();
        JsonObject seen = done(workers.drill("network", LONG));
        assertThat(seen.string("outcome")).isEqualTo("Network is unreachable");
        assertThat(seen.integer("devices")).isZero();
    }

    @Test
    void aWorkerReachesNoFileButThoseGivenAndNoOtherProcess() throws Exception {
        requireCells();
        Files.writeString(folder.resolve("secret"), "not for workers");
        JsonObject seen = done(workers.drill("files", LONG));
        assertThat(seen.string("reached")).isEmpty();
        assertThat(seen.integer("processes")).isEqualTo(1);
    }

    /** Also not the recording that the same worker had before. */
    @Test
    void aRecordingIsReadOnlyAndGoneAfterItsJob() throws Exception {
        requireCells();
        Path original = footage("once.mp4", small(1));
        assertThat(workers.inspect(original).description()).isEqualTo(DescriptionState.DONE);
        assertThat(done(workers.drill("given", LONG)).integer("bytes")).isZero();
    }

    /** A recording that is held open cannot be taken away: the next job gets another worker. */
    @Test
    void aWorkerThatKeepsItsRecordingGetsNoOther() throws Exception {
        requireCells();
        Path original = footage("kept.mp4", small(1));
        done(workers.drill("keep-open", Optional.of(original), LONG));
        assertThat(done(workers.drill("given", LONG)).integer("bytes")).isZero();
    }

    /** What carries recordings into the cell died between two jobs: no recording pays for it. */
    @Test
    void aWorkerWhosePorterDiedIsReplacedBeforeItGetsAJob() throws Exception {
        requireCells();
        Path original = footage("carried.mp4", small(1));
        workers.inspect(original);
        List<ProcessHandle> porters = ProcessHandle.current()
                .children()
                .filter(process ->
                        process.isAlive() && process.children().findAny().isEmpty())
                .toList();
        assertThat(porters).as("one of inspections, one of proxies").hasSize(2);
        for (ProcessHandle porter : porters) {
            porter.destroyForcibly();
            porter.onExit().get();
        }
        assertThat(workers.inspect(original).description()).isEqualTo(DescriptionState.DONE);
    }

    @Test
    void aPictureThatDecodesToAGigabyteIsRefusedWithItsSize() throws Exception {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
            byte[] row = new byte[1 + 3 * 16_384];
            for (int y = 0; y < 16_384; y++) {
                deflated.write(row);
            }
        }
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(16_384).putInt(16_384).put((byte) 8).put((byte) 2);
        Path bomb = write("bomb.png", png(header.array(), data.toByteArray()));
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        assertThat(workers.inspect(bomb).description()).isEqualTo(DescriptionState.DONE);
        Pictures pictures = workers.pictures(bomb, folder.resolve("bomb"));
        assertThat(pictures.state()).isEqualTo(DescriptionState.FAILED);
        assertThat(pictures.reason()).isEqualTo("its pictures of 16384 × 16384 points are larger than is decoded here");
    }

    /** One sample a second: two megabytes are 23 days of sound. */
    @Test
    void soundThatLastsForWeeksEndsAtALimit() throws Exception {
        byte[] samples = new byte[2 << 20];
        ByteBuffer wav = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(1)
                .putInt(1)
                .putShort((short) 1)
                .putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(samples.length)
                .put(samples);
        Path bomb = write("weeks.wav", wav.array());
        ProxyResult proxy = workers.proxy(bomb, folder.resolve("weeks.mp4"), "r");
        assertThat(proxy.state()).isEqualTo(DescriptionState.FAILED);
        assertThat(proxy.reason()).matches(".*(limit|memory|longer than).*");
        assertThat(folder.resolve("weeks.mp4")).doesNotExist();
    }

    /** Where the kernel gives what a cell is made of and there is none, that is a fault and no lack. */
    private void requireCells() throws Exception {
        String missing = "no cells here: this machine refuses namespaces or lacks util-linux";
        if ("required".equals(System.getenv("UNBROKEN_REAL_SERVERS")) && namespacesAreHad()) {
            assertThat(workers.inCells()).as("cells, where namespaces are had").isTrue();
        }
        Assumptions.assumeTrue(workers.inCells(), missing);
    }

    private static boolean namespacesAreHad() throws Exception {
        try {
            Process process = new ProcessBuilder(List.of(
                            "unshare",
                            "--user",
                            "--map-root-user",
                            "--mount",
                            "--net",
                            "--ipc",
                            "--pid",
                            "--fork",
                            "--",
                            "mount",
                            "-t",
                            "tmpfs",
                            "none",
                            "/tmp"))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonObject done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).result();
    }

    private static byte[] png(byte[] header, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(8 + 3 * 12 + header.length + data.length);
        out.putLong(0x89504e470d0a1a0aL);
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", data);
        chunk(out, "IEND", new byte[0]);
        return out.array();
    }

    private static void chunk(ByteBuffer out, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        out.putInt(data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .putInt((int) crc.getValue());
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
    }
}
