package org.unbroken.ingest.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS from PEM files. */
final class TlsContext {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** Guards only the key store in memory, which Java does not make without one. */
    private static final String IN_MEMORY = "in-memory";

    private TlsContext() {}

    static SslContextFactory.Server create(ConsoleSettings.Tls files) throws IOException {
        try {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            KeyStore keys = emptyStore();
            keys.setKeyEntry(
                    "server",
                    privateKey(files.privateKey()),
                    IN_MEMORY.toCharArray(),
                    certificates(files.certificate()).toArray(Certificate[]::new));
            tls.setKeyStore(keys);
            tls.setKeyStorePassword(IN_MEMORY);
            if (files.clientAuthorities().isPresent()) {
                KeyStore authorities = emptyStore();
                for (Certificate authority :
                        certificates(files.clientAuthorities().get())) {
                    authorities.setCertificateEntry("authority-" + authorities.size(), authority);
                }
                tls.setTrustStore(authorities);
                // Wanted, not needed: people sign in with tokens, and health checks come with nothing.
                tls.setWantClientAuth(true);
            }
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException("console.tls = " + files + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY.toCharArray());
        return store;
    }

    private static List<Certificate> certificates(Path pem) throws GeneralSecurityException, IOException {
        List<Certificate> certificates = new ArrayList<>(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem))));
        if (certificates.isEmpty()) {
            throw new IOException(pem + " has no certificate");
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path pem) throws GeneralSecurityException, IOException {
        Matcher block = PRIVATE_KEY.matcher(Files.readString(pem, StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new IOException(pem + " has no \"PRIVATE KEY\" block (PKCS #8, not encrypted)");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        InvalidKeySpecException another = new InvalidKeySpecException("no algorithm");
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                another = e;
            }
        }
        throw new IOException(pem + " has a key of a kind not known here: EC, RSA and EdDSA are", another);
    }
}
