package org.unbroken.ingest.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.Tus;

/**
 * A request without its body.
 *
 * @param method what {@code X-HTTP-Method-Override} says, where it says something
 * @param path without the query
 * @param bodyLength empty when the body comes in HTTP chunks
 * @param certificate the client's, where it proved to have one
 */
record RequestHead(
        String method,
        String path,
        HttpHeaders headers,
        OptionalLong bodyLength,
        Optional<X509Certificate> certificate) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    static RequestHead of(HttpRequest request, Optional<X509Certificate> certificate) {
        String override = request.headers().get(Tus.METHOD_OVERRIDE);
        String uri = request.uri();
        int query = uri.indexOf('?');
        OptionalLong length = HttpUtil.isTransferEncodingChunked(request)
                ? OptionalLong.empty()
                : OptionalLong.of(HttpUtil.getContentLength(request, 0L));
        return new RequestHead(
                override == null || override.isBlank() ? request.method().name() : override.strip(),
                query < 0 ? uri : uri.substring(0, query),
                request.headers(),
                length,
                certificate);
    }

    boolean mayHaveBody() {
        return bodyLength.orElse(1) > 0;
    }

    /** A header that may come once; refused when it comes twice, since the two may be read differently on the way. */
    Optional<String> single(String name) throws RefusedException {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw Refusals.badRequest(name + " appears " + values.size() + " times.");
        }
        return values.stream().map(String::strip).findFirst();
    }

    OptionalLong number(String name) throws RefusedException {
        Optional<String> value = single(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(value.get()).matches()) {
            throw Refusals.badRequest(name + " must be a whole number, 0 or more.");
        }
        return OptionalLong.of(Long.parseLong(value.get()));
    }

    boolean expectsContinue() throws RefusedException {
        Optional<String> expect = single(HttpHeaderNames.EXPECT.toString());
        if (expect.isPresent() && !expect.get().equalsIgnoreCase("100-continue")) {
            throw Refusals.expectation();
        }
        return expect.isPresent();
    }
}
