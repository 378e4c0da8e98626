package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a process that runs whether it does its work. */
@FunctionalInterface
interface ReadyCheck {
    Duration PATIENCE = Duration.ofSeconds(3);

    /** What it waits for; empty when it is ready. Answers within seconds. */
    Optional<String> missing();

    /** Takes connections on a port of this machine. */
    static ReadyCheck listens(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("port " + port + ": " + e.getMessage());
            }
        };
    }

    /** Answers 200 there. */
    static ReadyCheck answers(HttpClient http, URI address) {
        return () -> {
            try {
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.ofString());
                return response.statusCode() == 200
                        ? Optional.empty()
                        : Optional.of(response.statusCode() + " "
                                + response.body().strip().lines().findFirst().orElse(""));
            } catch (IOException e) {
                return Optional.of(address.getAuthority() + ": "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        };
    }
}
