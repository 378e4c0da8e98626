package org.unbroken.transcode;

import org.unbroken.integrity.json.JsonObject;

/**
 * One thing that was noticed, with its place and the rule that noticed it.
 *
 * @param kind what was noticed: one of {@link FindingKind}'s words in this module; readers keep those they do not know
 * @param stream the stream's index in the file and its kind, such as {@code "0:video"}, or {@code "file"}
 * @param atMicros where, counted from the first picture or sound of the file
 * @param lengthMicros how long; 0 where that has no meaning
 * @param detail for a person, in plain words
 * @param rule the rule's name in docs/CONTINUITY.md, with its version
 */
public record Finding(
        String kind, String stream, long atMicros, long lengthMicros, Weight weight, String detail, String rule) {
    public Finding {
        if (kind.isEmpty() || stream.isEmpty() || rule.isEmpty()) {
            throw new IllegalArgumentException("a finding needs kind, stream and rule");
        }
        if (lengthMicros < 0) {
            throw new IllegalArgumentException("a finding's length is negative: " + lengthMicros);
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("kind", kind)
                .put("stream", stream)
                .put("at_us", atMicros)
                .put("length_us", lengthMicros)
                .put("weight", weight.word())
                .put("detail", detail)
                .put("rule", rule)
                .build();
    }

    public static Finding parse(JsonObject json) {
        return new Finding(
                json.string("kind"),
                json.string("stream"),
                json.integer("at_us"),
                json.integer("length_us"),
                Weight.ofWord(json.string("weight")),
                json.string("detail"),
                json.string("rule"));
    }
}
