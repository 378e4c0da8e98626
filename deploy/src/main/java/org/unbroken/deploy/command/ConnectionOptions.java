package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Option;

/** How to reach a server, and as whom. */
final class ConnectionOptions {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Bearer token; else UNBROKEN_TOKEN from the environment, which does not show in process lists.")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of the authorities that the server's certificate must come from; else Java's own.")
    private Optional<Path> authorities = Optional.empty();

    Optional<String> token() {
        return token.or(() -> Optional.ofNullable(System.getenv("UNBROKEN_TOKEN")))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    HttpClient http() throws IOException, CommandFailure {
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        if (authorities.isPresent()) {
            http.sslContext(trusting(authorities.get()));
        }
        return http.build();
    }

    static URI server(String text, String standardPath) throws CommandFailure {
        try {
            URI uri = URI.create(text);
            boolean fits = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null;
            if (fits) {
                String path = uri.getRawPath();
                if (path == null || path.isEmpty() || path.equals("/")) {
                    return uri.resolve(standardPath);
                }
                return path.endsWith("/") ? uri : URI.create(text + "/");
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new CommandFailure("--server " + text + ": not an address such as http://127.0.0.1:1080" + standardPath);
    }

    private static SSLContext trusting(Path pem) throws IOException, CommandFailure {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw new CommandFailure("--ca " + pem + ": no certificate in it");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CommandFailure("--ca " + pem + ": " + e.getMessage(), e);
        }
    }
}
