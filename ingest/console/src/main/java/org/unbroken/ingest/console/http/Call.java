package org.unbroken.ingest.console.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.access.Principal;

/** A request on its way to an endpoint, its caller known. */
public final class Call {
    private final Request request;
    private final Map<String, String> variables;
    private final @Nullable Principal principal;

    public Call(Request request, Map<String, String> variables, @Nullable Principal principal) {
        this.request = request;
        this.variables = Map.copyOf(variables);
        this.principal = principal;
    }

    /** Who calls. Never asked for on a route that is open to all. */
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("an open route asked who calls");
        }
        return principal;
    }

    /** Who calls, on a route that is open to all; empty when nobody said. */
    public Optional<Principal> anyPrincipal() {
        return Optional.ofNullable(principal);
    }

    /** What stood for a variable of the route's template. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no variable " + name);
        }
        return value;
    }

    public Query query() {
        return Query.parse(request.getHttpURI().getQuery());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    public boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /** Path and query, as they came. */
    public String target() {
        return request.getHttpURI().getPathQuery();
    }

    public String remoteAddress() {
        return Request.getRemoteAddr(request);
    }

    public Request request() {
        return request;
    }

    /** The body whole; throws 413 when it is longer. */
    public byte[] body(int limitBytes) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(limitBytes + 1);
            if (bytes.length > limitBytes) {
                throw Problem.tooLarge(limitBytes).exception();
            }
            return bytes;
        }
    }
}
