package org.unbroken.integrity.stamp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** An authority over HTTP, which behaves as it is told to. */
public final class StampServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stamp-server");
        thread.setDaemon(true);
        return thread;
    });
    private final UnaryOperator<byte[]> authority;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile Manner manner = Manner.GOOD;
    private volatile int asked;

    /** What it does with a query. */
    public enum Manner {
        GOOD,
        BUSY,
        SILENT,
        DRIPPING,
        ENDLESS,
        REDIRECTING,
        WRONG_TYPE,
        NO_DER,
        WRONG_NONCE,
        WRONG_IMPRINT
    }

    /** @param authority makes the answer of a query, such as {@link OpensslAuthority#reply} */
    public StampServer(UnaryOperator<byte[]> authority) {
        this.authority = authority;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    public void become(Manner other) {
        manner = other;
    }

    /** Queries that came, those after a redirect included. */
    public int asked() {
        return asked;
    }

    /** The {@code Authorization} headers that came. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void handle(HttpExchange exchange) throws IOException {
        synchronized (this) {
            asked++;
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        byte[] query = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            answer(exchange, query);
        } catch (IOException | RuntimeException gone) {
            // The client has had enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, byte[] query) throws IOException, InterruptedException {
        Manner now = manner;
        if (now == Manner.SILENT) {
            closing.await();
            return;
        }
        if (now == Manner.BUSY) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        if (now == Manner.REDIRECTING) {
            exchange.getResponseHeaders().add("Location", uri().toString());
            exchange.sendResponseHeaders(307, -1);
            return;
        }
        exchange.getResponseHeaders()
                .add("Content-Type", now == Manner.WRONG_TYPE ? "text/html" : "application/timestamp-reply");
        if (now == Manner.ENDLESS || now == Manner.DRIPPING) {
            exchange.sendResponseHeaders(200, 0);
            pour(exchange.getResponseBody(), now == Manner.ENDLESS);
            return;
        }
        byte[] answer = now == Manner.NO_DER ? new byte[] {1, 2, 3} : authority.apply(asAsked(query, now));
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private void pour(OutputStream out, boolean fast) throws IOException, InterruptedException {
        while (fast || !closing.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            out.write(new byte[fast ? 64 << 10 : 1]);
            out.flush();
            if (fast && closing.getCount() == 0) {
                return;
            }
        }
    }

    private static byte[] asAsked(byte[] query, Manner manner) throws IOException {
        org.bouncycastle.tsp.TimeStampRequest asked = new org.bouncycastle.tsp.TimeStampRequest(query);
        if (manner == Manner.WRONG_NONCE) {
            return new TimeStampRequest(
                            StampDigest.SHA256, asked.getMessageImprintDigest(), BigInteger.TEN, Optional.empty())
                    .encoded();
        }
        if (manner == Manner.WRONG_IMPRINT) {
            return new TimeStampRequest(StampDigest.SHA256, new byte[32], asked.getNonce(), Optional.empty()).encoded();
        }
        return query;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
