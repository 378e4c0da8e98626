package org.unbroken.deploy.dock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A tus server of one upload that does, once each and in order, what a bad day does. */
final class CrankyTusServer implements AutoCloseable {
    /** What may go wrong with one request. */
    enum Mood {
        /** The answer to a creation is 503 with Retry-After. */
        BUSY_AT_CREATION,
        /** Half of the body is taken, then the connection ends. */
        DROPS_HALF_WAY,
        /** All of the body is taken, and the answer is lost. */
        LOSES_THE_ANSWER,
        /** Nothing is taken; 409, as for a wrong offset. */
        DISPUTES_THE_OFFSET,
        /** 500. */
        BREAKS,
        /** The upload is gone: 404 from now on, until a new one is created. */
        FORGETS,
        /** All of the body is thrown away, and the offset said to be where it was. */
        TAKES_NOTHING,
        /** 403 with a problem document. */
        FORBIDS
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Mood> moods = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> metadata = new ArrayList<>();
    private ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private long length = -1;
    private int uploads;
    private byte[] receipt = new byte[0];
    private int notYet;
    private String quarantined = "";

    CrankyTusServer(Mood... moods) throws IOException {
        this.moods.addAll(List.of(moods));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/files/", this::handle);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/files/");
    }

    synchronized byte[] stored() {
        return stored.toByteArray();
    }

    /** Method and, for PATCH, offset of each request. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> metadata() {
        return List.copyOf(metadata);
    }

    synchronized void receipt(byte[] bytes, int after) {
        receipt = bytes;
        notYet = after;
    }

    /** From now on the upload has this receipt, no manifest, and this reason. */
    synchronized void quarantine(byte[] itsReceipt, String reason) {
        receipt = itsReceipt;
        quarantined = reason;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String offset = exchange.getRequestHeaders().getFirst("Upload-Offset");
        requests.add(offset == null ? method : method + " " + offset);
        try (exchange) {
            switch (method) {
                case "POST" -> create(exchange);
                case "HEAD" -> offset(exchange, 200);
                case "PATCH" -> patch(exchange, Long.parseLong(offset));
                default -> document(exchange);
            }
        }
    }

    private void create(HttpExchange exchange) throws IOException {
        if (takes(Mood.BUSY_AT_CREATION)) {
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        if (takes(Mood.FORBIDS)) {
            byte[] problem = "{\"title\":\"Not allowed\",\"detail\":\"the token is another camera's\"}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, problem.length);
            exchange.getResponseBody().write(problem);
            return;
        }
        stored = new ByteArrayOutputStream();
        length = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Length"));
        metadata.add(exchange.getRequestHeaders().getFirst("Upload-Metadata"));
        uploads++;
        exchange.getResponseHeaders().set("Location", "/files/upload-" + uploads);
        exchange.sendResponseHeaders(201, -1);
    }

    private void offset(HttpExchange exchange, int status) throws IOException {
        if (!exchange.getRequestURI().getPath().endsWith("/upload-" + uploads) || length < 0) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("Upload-Offset", Long.toString(stored.size()));
        exchange.sendResponseHeaders(status, -1);
    }

    private void patch(HttpExchange exchange, long offset) throws IOException {
        InputStream body = exchange.getRequestBody();
        long announced = Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"));
        if (takes(Mood.DROPS_HALF_WAY)) {
            stored.write(body.readNBytes((int) announced / 2));
        } else if (takes(Mood.LOSES_THE_ANSWER)) {
            stored.write(body.readAllBytes());
        } else if (takes(Mood.DISPUTES_THE_OFFSET)) {
            body.readAllBytes();
            exchange.sendResponseHeaders(409, -1);
        } else if (takes(Mood.BREAKS)) {
            exchange.sendResponseHeaders(500, -1);
        } else if (takes(Mood.FORGETS)) {
            body.readAllBytes();
            length = -1;
            exchange.sendResponseHeaders(404, -1);
        } else if (takes(Mood.TAKES_NOTHING)) {
            body.readAllBytes();
            offset(exchange, 204);
        } else if (offset != stored.size()) {
            body.readAllBytes();
            exchange.sendResponseHeaders(409, -1);
        } else {
            stored.write(body.readAllBytes());
            offset(exchange, 204);
        }
    }

    private void document(HttpExchange exchange) throws IOException {
        if (notYet > 0) {
            notYet--;
            exchange.getResponseHeaders().set("Retry-After", "2");
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        if (!quarantined.isEmpty() && exchange.getRequestURI().getPath().endsWith("/manifest")) {
            byte[] status = ("{\"state\":\"quarantined\",\"reason\":\"" + quarantined + "\"}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(410, status.length);
            exchange.getResponseBody().write(status);
            return;
        }
        exchange.sendResponseHeaders(200, receipt.length);
        exchange.getResponseBody().write(receipt);
    }

    private boolean takes(Mood mood) {
        if (moods.peek() == mood) {
            moods.remove();
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
