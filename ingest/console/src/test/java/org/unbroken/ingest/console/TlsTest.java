package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.access.CertificateHolders;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;

/** HTTPS, and client certificates as the other way in. */
class TlsTest {
    private static final char[] PASSWORD = "for-tests".toCharArray();

    @Test
    void aRegisteredCertificateIsLetInAndNoOther(@TempDir Path directory) throws Exception {
        KeyStore server = generated(directory, "server");
        KeyStore client = generated(directory, "client");
        Path clientPem = pem(
                directory, "client", "CERTIFICATE", client.getCertificate("it").getEncoded());
        Key key = server.getKey("it", PASSWORD);
        ConsoleSettings settings = ConsoleSettings.secure(
                "localhost",
                0,
                new ConsoleSettings.Tls(
                        pem(
                                directory,
                                "server",
                                "CERTIFICATE",
                                server.getCertificate("it").getEncoded()),
                        pem(directory, "server-key", "PRIVATE KEY", key.getEncoded()),
                        Optional.of(clientPem)));
        Principal officer = new Principal("c-1", Role.OFFICER, Optional.empty(), Optional.empty());
        Certificate registered = client.getCertificate("it");
        CertificateHolders holders =
                certificate -> certificate.equals(registered) ? Optional.of(officer) : Optional.empty();
        Rooms rooms = new Rooms(directory.resolve("data"));
        try (rooms;
                ConsoleServer console =
                        new ConsoleServer(settings, rooms.ends(holders), InstantSource.system(), rooms.registry)) {
            console.start();
            URI list = console.uri().resolve("/api/recordings");
            assertThat(list.getScheme()).isEqualTo("https");

            HttpResponse<String> anonymous = get(server, null, list);
            assertThat(anonymous.statusCode()).isEqualTo(401);
            assertThat(anonymous.headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
            assertThat(get(server, client, list).statusCode()).isEqualTo(200);
            assertThat(get(server, client, console.uri().resolve("/metrics")).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void plainHttpBeyondLoopbackNeedsASwitch() {
        assertThatThrownBy(() -> ConsoleSettings.plain("0.0.0.0", 8080))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("console.host = 0.0.0.0");
        assertThatThrownBy(() -> ConsoleSettings.plain("127.0.0.1", 70_000))
                .hasMessageContaining("console.port = 70000: 0 to 65535");
    }

    private static HttpResponse<String> get(KeyStore trusted, KeyStore own, URI address) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, PASSWORD);
        anchors.setCertificateEntry("server", trusted.getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A key with a certificate of its own making, by the JDK's keytool. */
    private static KeyStore generated(Path directory, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private static Path pem(Path directory, String name, String kind, byte[] der) throws Exception {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
        return Files.writeString(directory.resolve(name + ".pem"), text);
    }
}
