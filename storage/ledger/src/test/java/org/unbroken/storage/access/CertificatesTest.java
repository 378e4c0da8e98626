package org.unbroken.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.durable.LocalDisk;

class CertificatesTest {
    @TempDir
    Path data;

    @Test
    void aRegisteredCertificateIsItsHoldersUntilRevokedOrExpired() throws Exception {
        X509Certificate certificate = certificate("dock");
        X509Certificate stranger = certificate("stranger");
        Certificates certificates = at(Instant.now());
        Credential credential = certificates.register(certificate, Grant.of(Role.DOCK, "dock 1"));
        assertThat(certificates.authenticate(certificate))
                .hasValue(
                        new Principal(credential.id(), Role.DOCK, Optional.of("default"), Optional.empty(), "dock 1"));
        assertThat(certificates.authenticate(stranger)).isEmpty();
        assertThatThrownBy(() -> certificates.register(certificate, Grant.of(Role.AUDITOR, "twice")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(at(certificate.getNotAfter().toInstant().plusSeconds(1)).authenticate(certificate))
                .isEmpty();
        assertThat(at(certificate.getNotBefore().toInstant().minusSeconds(1)).authenticate(certificate))
                .isEmpty();
        assertThat(certificates.list()).containsExactly(credential);
        assertThat(at(Instant.now()).revoke("dock 1")).containsExactly(credential);
        assertThat(certificates.authenticate(certificate)).isEmpty();
    }

    private Certificates at(Instant now) {
        return Certificates.inFolder(
                data.resolve("certificates"), new LocalDisk(), InstantSource.fixed(now), new SecureRandom());
    }

    /** The JDK makes certificates only by its keytool. */
    private X509Certificate certificate(String name) throws Exception {
        Path store = data.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "x",
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        return (X509Certificate) keys.getCertificate("x");
    }
}
