package org.unbroken.ingest.console;

import java.io.IOException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The socket: HTTP/1.1, with TLS where it is configured, and limits on all that a stranger may send. */
final class Connectors {
    private static final int HEADER_BYTES = 16 << 10;

    private Connectors() {}

    static ServerConnector create(Server server, ConsoleSettings settings) throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(settings.connectionIdle().toMillis());
        http.setUriCompliance(UriCompliance.RFC3986);
        http.setMaxUnconsumedRequestContentReads(4);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector;
        if (settings.tls().isPresent()) {
            SecureRequestCustomizer secure = new SecureRequestCustomizer();
            // One certificate, and clients that come by address: what they ask for by SNI does not matter here.
            secure.setSniHostCheck(false);
            secure.setStsMaxAge(31_536_000);
            http.addCustomizer(secure);
            SslContextFactory.Server tls = TlsContext.create(settings.tls().get());
            connector = new ServerConnector(server, 1, 1, new SslConnectionFactory(tls, plain.getProtocol()), plain);
        } else {
            connector = new ServerConnector(server, 1, 1, plain);
        }
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.connectionIdle().toMillis());
        connector.setAcceptQueueSize(256);
        return connector;
    }
}
