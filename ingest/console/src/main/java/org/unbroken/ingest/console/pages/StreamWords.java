package org.unbroken.ingest.console.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.api.Texts;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** Objects of the analysis on one line each. */
final class StreamWords {
    private static final double MICROS = 1e6;

    private StreamWords() {}

    /** {@code h264 320×240 · 47.1 fps · 565 frames · 12.0 s}; what is not known is left out. */
    static String stream(JsonObject stream) {
        List<String> words = new ArrayList<>();
        String codec =
                Texts.find(stream, "codec").or(() -> Texts.find(stream, "kind")).orElse("unknown");
        OptionalLong width = Texts.number(stream, "width");
        OptionalLong height = Texts.number(stream, "height");
        words.add(
                width.isPresent() && height.isPresent()
                        ? codec + " " + width.getAsLong() + "×" + height.getAsLong()
                        : codec);
        above(stream, "rotation").ifPresent(degrees -> words.add("turned " + degrees + "°"));
        above(stream, "sample_rate")
                .ifPresent(hertz -> words.add(String.format(Locale.ROOT, "%.1f kHz", hertz / 1000.0)));
        above(stream, "channels").ifPresent(count -> words.add(count + (count == 1 ? " channel" : " channels")));
        long frames = Texts.number(stream, "frames_counted").orElse(0);
        long micros = Texts.number(stream, "duration_us").orElse(0);
        if (width.isPresent() && frames > 1 && micros > 0) {
            words.add(String.format(Locale.ROOT, "%.1f fps", frames / (micros / MICROS)));
        }
        words.add(Words.count(frames)
                + (frames == 1 ? " frame" : " frames")
                + above(stream, "frames_declared")
                        .filter(declared -> declared != frames)
                        .map(declared -> " (" + Words.count(declared) + " announced)")
                        .orElse(""));
        words.add(Words.span(micros));
        return String.join(" · ", words);
    }

    private static Optional<Long> above(JsonObject stream, String name) {
        OptionalLong number = Texts.number(stream, name);
        return number.isPresent() && number.getAsLong() > 0 ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    /** Any small object: {@code make Acme · model X1}. */
    static String of(JsonObject object) {
        return object.members().entrySet().stream()
                .filter(member -> member.getValue() instanceof JsonString || member.getValue() instanceof JsonInteger)
                .map(member -> member.getKey().replace('_', ' ') + " "
                        + (member.getValue() instanceof JsonString text
                                ? text.value()
                                : member.getValue().text()))
                .collect(Collectors.joining(" · "));
    }
}
