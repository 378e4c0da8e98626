package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Flashes and beeps that begin together, made and measured by the program that comes with the library. */
@Tag("slow")
class ProxySyncTest extends RunningWorkers {
    private static final String FFMPEG = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

    private static final double MOST_APART_SECONDS = 0.040;
    private static final Pattern FLASH = Pattern.compile("black_end:([0-9.]+)");
    private static final Pattern BEEP = Pattern.compile("silence_end: ([0-9.]+)");

    private static final String[] FLASHES = {
        "-f",
        "lavfi",
        "-i",
        "color=c=black:s=640x480:r=30:d=8,drawbox=t=fill:c=white:enable='lt(mod(t+0.5,1),0.2)'",
        "-f",
        "lavfi",
        "-i",
        "aevalsrc='if(lt(mod(t+0.5,1),0.2),sin(t*6000)/2,0)':s=44100:d=8"
    };

    @Test
    void soundStaysWithThePicture() throws Exception {
        inStep("constant.mp4", "-c:v", "mpeg4", "-bf", "2", "-c:a", "aac");
    }

    @Test
    void alsoWherePicturesComeUnevenly() throws Exception {
        inStep(
                "uneven.mp4",
                "-vf",
                "select='not(mod(floor(n*n/7),3))+between(mod(t+0.5,1),0,0.2)'",
                "-vsync",
                "0",
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac");
    }

    /** Begun between key frames: what comes before is in the file and hidden by its edit list. */
    @Test
    void alsoBehindAnEditList() throws Exception {
        Path whole = folder.resolve("to-cut.mp4");
        make(whole, "-c:v", "mpeg4", "-g", "90", "-bf", "2", "-c:a", "aac");
        Path cut = folder.resolve("cut.mp4");
        ffmpeg(List.of("-ss", "1.7", "-i", whole.toString(), "-c", "copy", cut.toString()));
        assertThat(new String(Files.readAllBytes(cut), StandardCharsets.ISO_8859_1))
                .contains("elst");
        inStep(cut);
    }

    private void inStep(String name, String... coding) throws Exception {
        Path file = folder.resolve(name);
        make(file, coding);
        inStep(file);
    }

    private void inStep(Path file) throws Exception {
        Path proxy = folder.resolve("proxy-of-" + file.getFileName());
        assertThat(workers.proxy(file, proxy, "0190aaaa").reason()).isNull();
        String said = ffmpeg(List.of(
                "-i",
                proxy.toString(),
                "-vf",
                "blackdetect=d=0.1:pix_th=0.3",
                "-af",
                "silencedetect=n=-25dB:d=0.1",
                "-f",
                "null",
                "-"));
        List<Double> flashes = times(FLASH, said);
        List<Double> beeps = times(BEEP, said);
        assertThat(flashes).hasSizeGreaterThanOrEqualTo(5);
        int paired = 0;
        for (double flash : flashes) {
            for (double beep : beeps) {
                if (Math.abs(flash - beep) < 0.4) {
                    assertThat(flash).isBetween(beep - MOST_APART_SECONDS, beep + MOST_APART_SECONDS);
                    paired++;
                }
            }
        }
        assertThat(paired).isGreaterThanOrEqualTo(5);
        assertThat(said).contains("proxy of recording 0190aaaa");
    }

    private void make(Path file, String... coding) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(FLASHES));
        arguments.addAll(List.of(coding));
        arguments.add(file.toString());
        ffmpeg(arguments);
    }

    /** All but the last, which is the end of the file: there darkness and silence end too, each where its track does. */
    private static List<Double> times(Pattern pattern, String text) {
        List<Double> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(Double.valueOf(matcher.group(1)));
        }
        return found.subList(0, Math.max(0, found.size() - 1));
    }

    private String ffmpeg(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(FFMPEG, "-nostdin", "-v", "info", "-y"));
        command.addAll(arguments);
        Path log = folder.resolve("ffmpeg.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String said = process.waitFor() == 0 ? Files.readString(log) : "";
        assertThat(said).as("%s", command).isNotEmpty();
        return said;
    }
}
