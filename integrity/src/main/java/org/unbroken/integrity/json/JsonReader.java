package org.unbroken.integrity.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.Shown;

/** Reads what {@link CanonicalWriter} could have written, in any spacing and order. */
final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Member names come from outside: no table that outlives the text may grow by them.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    // A few bytes of text become some hundred of objects: the text's size alone is no limit.
                    .maxTokenCount(Json.MAX_TOKENS)
                    .maxNumberLength(32)
                    .build())
            .build();

    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;\\]]*(?:; ([^\\]]*))?\\]");

    /** What {@link String} reads in the place of each byte that is no UTF-8. */
    static final char MENDED = '\ufffd';

    private JsonReader() {}

    static Json read(byte[] utf8) {
        Json plain = PlainReader.read(utf8);
        return plain != null ? plain : readAnyForm(utf8);
    }

    static Json readAnyForm(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(text(utf8))) {
            Json value = value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw new JsonException("something follows the JSON value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonException("not JSON: " + where(e), e);
        } catch (IOException e) {
            throw new JsonException("not JSON: " + e.getMessage(), e);
        }
    }

    /** Jackson mends some broken UTF-8 and guesses at UTF-16; a hashed format must not have two readings. */
    private static String text(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf(MENDED) < 0) {
            return text;
        }
        try {
            // Slower, and tells what was mended from what was there.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("not UTF-8", e);
        }
    }

    /** Jackson's reason and the place, without its words about sources, which say nothing to whoever reads a file. */
    private static String where(JsonProcessingException e) {
        String reason = SOURCE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("$1");
        JsonLocation place = e.getLocation();
        return place == null ? reason : reason + ", line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static Json value(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new JsonException("the JSON text ends too early");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> JsonNull.NULL;
            case VALUE_NUMBER_FLOAT -> throw new JsonException("fraction " + parser.getText() + ": whole numbers only");
            default -> throw new JsonException("unexpected " + token);
        };
    }

    private static JsonInteger integer(JsonParser parser) throws IOException {
        try {
            return new JsonInteger(parser.getLongValue());
        } catch (IOException e) {
            throw new JsonException("number " + parser.getText() + " is not below 2^53", e);
        }
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        SortedMap<String, Json> members = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = new JsonString(parser.currentName()).value();
            // Jackson could look for these too, with a set of its own for each object.
            if (members.put(name, value(parser, parser.nextToken())) != null) {
                JsonLocation place = parser.currentTokenLocation();
                throw new JsonException("not JSON: member \"" + Shown.text(name) + "\" is there twice, line "
                        + place.getLineNr() + ", column " + place.getColumnNr());
            }
        }
        return JsonObject.of(members);
    }

    private static JsonArray array(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new JsonArray(items);
    }
}
