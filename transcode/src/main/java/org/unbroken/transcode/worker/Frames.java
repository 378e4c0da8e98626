package org.unbroken.transcode.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.unbroken.integrity.json.JsonObject;

/**
 * What goes over a worker's standard input and output.
 *
 * <pre>
 * 0        4        8                 8 + length
 * | magic  | length | JSON text       |   integers big-endian, magic = "UBW1"
 * </pre>
 *
 * The magic is there because native code in the worker shares its standard output: a stray print must be noticed at
 * once, not read as a length.
 */
public final class Frames {
    public static final int MAX_BYTES = 8 << 20;
    private static final int MAGIC = 0x55425731;

    private Frames() {}

    public static void write(OutputStream out, JsonObject message) throws IOException {
        byte[] body = message.canonical();
        if (body.length > MAX_BYTES) {
            throw new IOException("a message of " + body.length + " bytes is too long");
        }
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(MAGIC);
        data.writeInt(body.length);
        data.write(body);
        data.flush();
    }

    /** The next message; empty at the end of the stream. */
    public static Optional<JsonObject> read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int magic = (first << 24) | (data.readUnsignedByte() << 16) | data.readUnsignedShort();
        if (magic != MAGIC) {
            throw new MalformedFrame("not a message");
        }
        int length = data.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new MalformedFrame("a message of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("a message ends early");
        }
        return Optional.of(JsonObject.parse(body));
    }

    /** The other side wrote something that is no message. */
    public static final class MalformedFrame extends IOException {
        MalformedFrame(String message) {
            super(message);
        }
    }
}
