package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.json.JsonObject;

/** Everything that can be seen or heard has pictures, the right way up. */
@Tag("slow")
class DerivedPicturesTest extends RunningWorkers {
    private static final int RATE = 16_000;

    @Test
    void soundAloneIsShownAsItsWaveform() throws Exception {
        // Two seconds of silence, then two that are loud.
        ByteBuffer samples = ByteBuffer.allocate(4 * RATE * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4 * RATE; i++) {
            samples.putShort((short) (i < 2 * RATE ? 0 : 28_000 * Math.sin(i * 0.3)));
        }
        Pictures pictures = workers.pictures(write("voice.wav", wav(samples.array())), folder.resolve("voice"));
        assertThat(pictures.reason()).isNull();
        assertThat(pictures.state()).isEqualTo(DescriptionState.DONE);
        BufferedImage poster = ImageIO.read(pictures.poster().toFile());
        int above = poster.getHeight() / 4;
        assertThat(brightness(poster, poster.getWidth() / 4, above)).isLessThan(60);
        assertThat(brightness(poster, poster.getWidth() * 3 / 4, above)).isGreaterThan(120);
        JsonObject index = JsonObject.parse(Files.readAllBytes(pictures.storyboardIndex()));
        assertThat(index.array("cells").objects())
                .extracting(cell -> cell.integer("at_us"))
                .containsExactly(0L, 1_000_000L, 2_000_000L, 3_000_000L);
        assertThat(pictures.storyboard()).isRegularFile();
    }

    @Test
    void aPhotographOfOddSizeIsDescribedAndIsItsOwnPoster() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(quarterLit(1983, 1207), "png", png);
        Path file = write("photo.png", png.toByteArray());
        Inspection inspection = workers.inspect(file);
        assertThat(inspection.description()).isEqualTo(DescriptionState.DONE);
        assertThat(inspection.type()).isEqualTo("image/png");
        assertThat(inspection.streams().get(0).width()).isEqualTo(1983);
        Pictures pictures = workers.pictures(file, folder.resolve("photo"));
        BufferedImage poster = ImageIO.read(pictures.poster().toFile());
        assertThat(poster.getWidth()).isEqualTo(1280);
        assertThat(poster.getHeight()).isBetween(778, 780);
        assertThat(pictures.cells()).isEqualTo(1);
        assertThat(pictures.storyboard()).isRegularFile();
    }

    @Test
    void aPhotographThatIsCutOffSaysSo() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(quarterLit(300, 200), "png", png);
        Inspection cut = workers.inspect(write("cut.png", java.util.Arrays.copyOf(png.toByteArray(), png.size() - 20)));
        assertThat(cut.description()).isEqualTo(DescriptionState.PARTIAL);
        assertThat(cut.reason()).isEqualTo("the picture's end is missing");
    }

    /** Proxies are what takes long: two that do not end hold every place for them. */
    @Test
    void picturesAreReadyWhileEveryProxyWaits() throws Exception {
        Path file = footage("at-once.mp4", small(4));
        ExecutorService background = Executors.newFixedThreadPool(2);
        List<Future<?>> holding = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path never = folder.resolve("never-" + i + ".mp4");
            holding.add(background.submit(() -> {
                workers.synthesize(FootageSpec.of(3600, 1920, 1080, 30, 1), never);
                return never;
            }));
        }
        Pictures pictures = workers.pictures(file, folder.resolve("at-once"));
        assertThat(holding).noneMatch(Future::isDone);
        background.shutdownNow();
        assertThat(background.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pictures.state()).isEqualTo(DescriptionState.DONE);
        assertThat(pictures.storyboard()).isRegularFile();
    }

    /** Where the lit quarter, coded on the upper left, is to be seen: CIPA DC-008, figure of the eight orientations. */
    @ParameterizedTest
    @CsvSource({
        "1, 320, 240, false, false",
        "2, 320, 240, true, false",
        "3, 320, 240, true, true",
        "4, 320, 240, false, true",
        "5, 240, 320, false, false",
        "6, 240, 320, true, false",
        "7, 240, 320, true, true",
        "8, 240, 320, false, true"
    })
    void aPhotographIsTurnedAndMirroredAsItsExifSays(int number, int width, int height, boolean right, boolean below)
            throws Exception {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(quarterLit(320, 240), "jpg", jpeg);
        Path file = write("held-" + number + ".jpg", withOrientation(jpeg.toByteArray(), number));
        Pictures pictures = workers.pictures(file, folder.resolve("held-" + number));
        lit(ImageIO.read(pictures.poster().toFile()), width, height, right, below);
    }

    /** The same by the matrix of a recording's track, in its storyboard and in its proxy. */
    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 1", "-1, 0, 0, -1", "1, 0, 0, -1", "0, 1, 1, 0", "0, 1, -1, 0", "0, -1, -1, 0", "0, -1, 1, 0"
    })
    void aRecordingIsTurnedAndMirroredAsItsTrackSays(int a, int b, int c, int d) throws Exception {
        String name = "turned" + a + b + c + d;
        Path plain = footage(name + "-plain.mp4", FootageSpec.of(1, 160, 120, 10, 7));
        byte[] bytes = Files.readAllBytes(plain);
        int matrix = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
        ByteBuffer.wrap(bytes)
                .putInt(matrix, a << 16)
                .putInt(matrix + 4, b << 16)
                .putInt(matrix + 12, c << 16)
                .putInt(matrix + 16, d << 16);
        Path turned = write(name + ".mp4", bytes);
        BufferedImage coded = poster(plain, name + "-plain");
        BufferedImage shown = poster(turned, name);
        assertThat(difference(coded, shown, a, b, c, d)).isLessThan(12);
        Path proxy = folder.resolve(name + "-proxy.mp4");
        assertThat(workers.proxy(turned, proxy, "r").reason()).isNull();
        assertThat(workers.inspect(proxy).streams().get(0).rotationDegrees()).isZero();
        assertThat(difference(coded, poster(proxy, name + "-proxy"), a, b, c, d))
                .isLessThan(16);
    }

    private BufferedImage poster(Path file, String name) throws Exception {
        Pictures pictures = workers.pictures(file, folder.resolve(name));
        return ImageIO.read(pictures.poster().toFile());
    }

    /** How much each point of the picture as coded differs on average from where the matrix puts it. */
    private static double difference(BufferedImage coded, BufferedImage shown, int a, int b, int c, int d) {
        boolean sideways = a == 0;
        assertThat(shown.getWidth()).isEqualTo(sideways ? coded.getHeight() : coded.getWidth());
        assertThat(shown.getHeight()).isEqualTo(sideways ? coded.getWidth() : coded.getHeight());
        long sum = 0;
        for (int y = 0; y < coded.getHeight(); y++) {
            for (int x = 0; x < coded.getWidth(); x++) {
                int toX = a * x + c * y + (a < 0 || c < 0 ? shown.getWidth() - 1 : 0);
                int toY = b * x + d * y + (b < 0 || d < 0 ? shown.getHeight() - 1 : 0);
                sum += Math.abs(brightness(coded, x, y) - brightness(shown, toX, toY));
            }
        }
        return (double) sum / coded.getWidth() / coded.getHeight();
    }

    private static void lit(BufferedImage image, int width, int height, boolean right, boolean below) {
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        for (boolean east : new boolean[] {false, true}) {
            for (boolean south : new boolean[] {false, true}) {
                int there = brightness(image, width * (east ? 3 : 1) / 4, height * (south ? 3 : 1) / 4);
                assertThat(there > 128).as("%s %s", east, south).isEqualTo(east == right && south == below);
            }
        }
    }

    private static BufferedImage quarterLit(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                image.setRGB(x, y, 0xf0f0f0);
            }
        }
        return image;
    }

    private static int brightness(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) >> 8) & 0xff;
    }

    /** An APP1 segment with one entry: tag 0x0112, a short, right after the start of the picture. */
    private static byte[] withOrientation(byte[] jpeg, int number) {
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
        out.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
        out.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 1);
        out.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) number)
                .putShort((short) 0);
        out.putInt(0);
        return out.put(jpeg, 2, jpeg.length - 2).array();
    }

    private static byte[] wav(byte[] samples) {
        ByteBuffer out = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
        out.putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length);
        return out.put(samples).array();
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
    }
}
