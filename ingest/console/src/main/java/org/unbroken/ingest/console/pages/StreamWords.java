package org.unbroken.ingest.console.pages;

import java.util.stream.Collectors;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** A small object of the analysis on one line: {@code codec h264 · width 1920 · height 1080}. */
final class StreamWords {
    private StreamWords() {}

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
