package org.unbroken.ingest.console.api;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.unbroken.ingest.console.http.Answer;

/** Media types of the pictures that the describe side makes, by their names' endings. */
final class MediaType {
    private static final Map<String, String> PICTURES =
            Map.of("jpg", "image/jpeg", "jpeg", "image/jpeg", "png", "image/png", "webp", "image/webp");

    private MediaType() {}

    static String ofPicture(Path path) {
        String name = String.valueOf(path.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return PICTURES.getOrDefault(ending, Answer.OCTETS);
    }
}
