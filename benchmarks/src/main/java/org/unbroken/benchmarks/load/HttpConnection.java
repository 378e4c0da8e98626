package org.unbroken.benchmarks.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept connection, HTTP/1.1 without TLS, one request after another. As little of a client as will do: on a shared
 * machine what the client costs is taken from the server.
 */
final class HttpConnection implements Closeable {
    private static final int LONGEST_HEAD = 32 << 10;

    private final SocketChannel socket;
    private final String host;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_HEAD).flip();

    private HttpConnection(SocketChannel socket, String host) {
        this.socket = socket;
        this.host = host;
    }

    static HttpConnection to(URI server) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new HttpConnection(socket, server.getAuthority());
    }

    /** {@code headers}: names in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) throws IOException {
            String value = headers.get(name);
            if (value == null) {
                throw new IOException("no " + name + " in an answer of " + status);
            }
            return value;
        }
    }

    /** {@code length}: of the body that {@code send} then writes. */
    void head(String method, String path, Map<String, String> headers, long length) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        send(ByteBuffer.wrap(head.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    Reply reply() throws IOException {
        String[] lines = readHead().split("\r\n", -1);
        int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        if (headers.containsKey("transfer-encoding")) {
            return new Reply(status, headers, readChunks());
        }
        boolean bodiless = status == 204 || status == 304;
        int length = bodiless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Reply(status, headers, readBody(length));
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            if (head.length() > LONGEST_HEAD) {
                throw new IOException("an answer's head is longer than " + LONGEST_HEAD);
            }
            head.append((char) next());
        }
        return head.substring(0, head.length() - 4);
    }

    /** RFC 9112 section 7.1, without trailers. */
    private String readChunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(readLine(), 16);
            body.append(readBody(length));
            readLine();
            if (length == 0) {
                return body.toString();
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) next());
        }
        return line.substring(0, line.length() - 2);
    }

    private String readBody(int length) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < length; i++) {
            body.append((char) next());
        }
        return body.toString();
    }

    private byte next() throws IOException {
        while (!in.hasRemaining()) {
            in.clear();
            int count = socket.read(in);
            in.flip();
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
        }
        return in.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
