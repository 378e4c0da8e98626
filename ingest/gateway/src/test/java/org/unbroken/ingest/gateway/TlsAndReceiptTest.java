package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.durable.LocalDisk;

@Timeout(60)
class TlsAndReceiptTest {
    @TempDir
    Path directory;

    @Test
    void aRegisteredClientCertificateIsAWayIn() throws Exception {
        KeyPair server = keys();
        X509Certificate serverCertificate = certificate(server, "CN=localhost");
        KeyPair dock = keys();
        X509Certificate dockCertificate = certificate(dock, "CN=dock");
        KeyPair stranger = keys();
        X509Certificate strangerCertificate = certificate(stranger, "CN=stranger");
        Path authorities = directory.resolve("ca.pem");
        Files.writeString(
                authorities,
                pem("CERTIFICATE", dockCertificate.getEncoded())
                        + pem("CERTIFICATE", strangerCertificate.getEncoded()));

        Certificates known = Certificates.inFolder(
                directory.resolve("certificates"), new LocalDisk(), InstantSource.system(), new SecureRandom());
        known.register(
                dockCertificate, Grant.of(Role.DOCK, "dock 1").forAgency("a1").forCamera("c7"));
        GatewayRig rig = new GatewayRig(directory);
        rig.certificates = Optional.of(known);
        rig.settings = rig.settings.with(new GatewayTls(
                write("server.pem", pem("CERTIFICATE", serverCertificate.getEncoded())),
                write("server.key", pem("PRIVATE KEY", server.getPrivate().getEncoded())),
                Optional.of(authorities)));
        try (rig) {
            rig.start();
            URI uri = rig.server.uri();
            assertThat(uri.getScheme()).isEqualTo("https");
            Wire.Response created = post(uri, serverCertificate, dock, dockCertificate, "X: y");
            assertThat(created.status()).isEqualTo(201);
            RecordingId id = TusCalls.id(created.header("Location"));
            assertThat(rig.intake.sessions().landing(id).orElseThrow().camera()).isEqualTo("c7");
            // Signed well, registered by nobody; and with neither; and a bad token beside a good certificate.
            assertThat(post(uri, serverCertificate, stranger, strangerCertificate, "X: y")
                            .status())
                    .isEqualTo(401);
            assertThat(post(uri, serverCertificate, null, null, "X: y").status())
                    .isEqualTo(401);
            assertThat(post(uri, serverCertificate, dock, dockCertificate, "Authorization: Bearer nobody")
                            .status())
                    .isEqualTo(401);
            assertThat(post(uri, serverCertificate, null, null, "Authorization: Bearer " + GatewayRig.TOKEN)
                            .status())
                    .isEqualTo(400); // let in; no camera named
        }
    }

    @Test
    void missingFilesAreNamedBeforeAnythingListens() {
        GatewaySettings settings = GatewaySettings.defaults()
                .with(new GatewayTls(directory.resolve("no.pem"), directory.resolve("no.key"), Optional.empty()));
        GatewayRig rig = new GatewayRig(directory);
        rig.settings = settings.listeningOn("127.0.0.1", 0);
        try {
            assertThatThrownBy(rig::start).hasMessageContaining("tls.chain").hasMessageContaining("no.pem");
        } finally {
            closeIntake(rig);
        }
    }

    @Test
    void aReceiptIsToBeWaitedFor() throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).start()) {
            TusCalls tus = rig.calls();
            String path = tus.create(0);
            for (String document : new String[] {"/receipt", "/manifest"}) {
                Wire.Response notYet = tus.call("GET", path + document, new byte[0]);
                assertThat(notYet.status()).isEqualTo(202);
                assertThat(notYet.header("Retry-After")).isNotNull();
                assertThat(notYet.problem().string("state")).isEqualTo("landed");
                assertThat(tus.call("DELETE", path + document, new byte[0]).status())
                        .isEqualTo(405);
            }
        }
    }

    @Test
    void anUnfinishedUploadHasNoReceiptAndHasNotLanded() throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).start()) {
            TusCalls tus = rig.calls();
            String path = tus.create(11);
            for (String document : new String[] {"/receipt", "/manifest"}) {
                for (byte[] body : new byte[][] {new byte[0], new byte[5]}) {
                    tus.patch(path, tus.head(path).offset(), body);
                    Wire.Response refused = tus.call("GET", path + document, new byte[0]);
                    assertThat(refused.status()).isEqualTo(409);
                    assertThat(refused.problem().string("type")).isEqualTo("urn:unbroken:problem:not-complete");
                    assertThat(refused.problem().string("detail")).contains("HEAD");
                    assertThat(refused.text()).doesNotContain("landed");
                }
            }
            tus.patch(path, 10, new byte[1]);
            assertThat(tus.call("GET", path + "/receipt", new byte[0]).status()).isEqualTo(202);
        }
    }

    private static void closeIntake(GatewayRig rig) {
        try {
            rig.intake.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Wire.Response post(
            URI uri, X509Certificate trusted, KeyPair key, X509Certificate certificate, String header)
            throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("server", trusted);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (key != null) {
            own.setKeyEntry("own", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
        }
        keyManagers.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        try (Wire wire =
                new Wire(context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), uri.getPort()))) {
            wire.head(
                    "POST /files/ HTTP/1.1",
                    "Host: x",
                    "Tus-Resumable: 1.0.0",
                    "Upload-Length: 0",
                    "Content-Length: 0",
                    header);
            return wire.read();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair keys, String name) throws Exception {
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name(name),
                                BigInteger.valueOf(System.nanoTime()),
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3600)),
                                new X500Name(name),
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }
}
