package org.unbroken.ingest.console.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.stamps.SizedObjects;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Time-stamps, evidence records and the checkpoints that they are of. Whoever exports asks for the first of them that
 * covers an entry: the earlier, the less room there was to change something before.
 *
 * <pre>
 * {"size": 42, "names": ["tsa1.tst"]}        of log/timestamps/SIZE/ or log/evidence/SIZE/
 * </pre>
 */
public final class StampsApi {
    private static final int LONGEST = 16 << 20;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern TOKEN = Pattern.compile("([a-z0-9][a-z0-9-]{0,31})\\.tst");
    private static final Pattern RENEWALS = Pattern.compile("[0-9]{4}");
    private static final Pattern DIGITS = Pattern.compile("0*(?:[0-9]{1,18})");
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private final CustodyLog log;
    private final WormStore worm;

    public StampsApi(CustodyLog log, WormStore worm) {
        this.log = log;
        this.worm = worm;
    }

    public Answer latestTimestamps(Call call) throws IOException {
        return latest(SizedObjects.timestamps(worm));
    }

    public Answer latestEvidence(Call call) throws IOException {
        return latest(SizedObjects.evidence(worm));
    }

    /** {@code ?entry=INDEX}: of the first stamped checkpoint that has this entry. */
    public Answer timestamps(Call call) throws IOException {
        return covering(SizedObjects.timestamps(worm), call);
    }

    public Answer evidence(Call call) throws IOException {
        return covering(SizedObjects.evidence(worm), call);
    }

    public Answer timestamp(Call call) throws IOException {
        var name = TOKEN.matcher(call.variable("name"));
        if (!name.matches()) {
            throw Problem.notFound().exception();
        }
        return object(ObjectKey.timestamp(size(call), name.group(1)), Answer.OCTETS);
    }

    public Answer evidenceRecord(Call call) throws IOException {
        if (!RENEWALS.matcher(call.variable("renewals")).matches()) {
            throw Problem.notFound().exception();
        }
        return object(ObjectKey.evidence(size(call), Integer.parseInt(call.variable("renewals"))), Answer.OCTETS);
    }

    /** The signed note of this size, the bytes that its time-stamps are of. */
    public Answer checkpoint(Call call) throws IOException {
        return object(ObjectKey.checkpoint(size(call)), Answer.TEXT);
    }

    private long size(Call call) {
        String text = call.variable("size");
        if (text.length() > 20 || !DIGITS.matcher(text).matches()) {
            throw Problem.notFound().exception();
        }
        long size = Long.parseLong(text);
        if (size > log.publishedSize()) {
            throw Problem.notFound().exception();
        }
        return size;
    }

    private Answer object(ObjectKey key, String type) throws IOException {
        try {
            return Answer.bytes(200, type, worm.read(key, LONGEST)).with("Cache-Control", IMMUTABLE);
        } catch (NoSuchFileException e) {
            throw Problem.absent("there is no " + key).exception();
        }
    }

    private Answer latest(SizedObjects objects) throws IOException {
        return listing(objects, objects.floor(log.publishedSize()));
    }

    private Answer covering(SizedObjects objects, Call call) throws IOException {
        Optional<String> entry = call.query().allowOnly(List.of("entry")).find("entry");
        if (entry.isEmpty() || !NUMBER.matcher(entry.get()).matches()) {
            throw Problem.badParameter("entry", "an entry's index, from 0").exception();
        }
        OptionalLong found = objects.ceiling(Long.parseLong(entry.get()) + 1);
        return listing(
                objects, found.isPresent() && found.getAsLong() > log.publishedSize() ? OptionalLong.empty() : found);
    }

    private static Answer listing(SizedObjects objects, OptionalLong size) throws IOException {
        if (size.isEmpty()) {
            throw Problem.absent("there is none yet").exception();
        }
        List<Json> names = new ArrayList<>();
        objects.names(size.getAsLong()).forEach(name -> names.add(new JsonString(name)));
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("size", size.getAsLong())
                        .put("names", new JsonArray(names))
                        .build());
    }
}
