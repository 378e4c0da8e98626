package org.unbroken.ingest.gateway;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS by PEM files.
 *
 * @param chain the server's certificate and those it rests on
 * @param key its private key, PKCS #8, not encrypted
 * @param clientAuthorities whoever shows a certificate of one of these has proved to hold it; who that is, {@link
 *     org.unbroken.storage.access.Certificates} says. Without one, tokens are the only way in
 */
public record GatewayTls(Path chain, Path key, Optional<Path> clientAuthorities) {

    SslContext context() throws IOException {
        readable("tls.chain", chain);
        readable("tls.key", key);
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(chain.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2");
            if (clientAuthorities.isPresent()) {
                readable("tls.client-authorities", clientAuthorities.get());
                // Optional: a dock with a token and no certificate is welcome too.
                builder.trustManager(clientAuthorities.get().toFile()).clientAuth(ClientAuth.OPTIONAL);
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException("TLS by " + chain + " and " + key + " cannot be set up: " + e.getMessage(), e);
        }
    }

    private static void readable(String setting, Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException(setting + " = " + path + ": cannot be read");
        }
    }
}
