package org.unbroken.ingest.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.Tus;

/**
 * A request without its body.
 *
 * @param method what {@code X-HTTP-Method-Override} says, where it says something
 * @param path without the query; {@code *} for the server as such
 * @param bodyLength empty when the body comes in HTTP chunks
 * @param certificate the client's, where it proved to have one
 */
record RequestHead(
        String method,
        String path,
        HttpHeaders headers,
        OptionalLong bodyLength,
        Optional<X509Certificate> certificate) {
    private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?]*(.*)");
    /** What every number above 10^18 is read as: more bytes than any upload has. */
    static final long IMMENSE = Long.MAX_VALUE;

    private static final int MOST_DIGITS = 18;

    /** Refuses what RFC 9112 does not let stand: after that the connection cannot go on. */
    static RequestHead of(HttpRequest request, Optional<X509Certificate> certificate) throws RefusedException {
        checkHost(request);
        checkTransferEncoding(request);
        String override = request.headers().get(Tus.METHOD_OVERRIDE);
        OptionalLong length = HttpUtil.isTransferEncodingChunked(request)
                ? OptionalLong.empty()
                : OptionalLong.of(HttpUtil.getContentLength(request, 0L));
        return new RequestHead(
                override == null || override.isBlank() ? request.method().name() : override.strip(),
                path(request),
                request.headers(),
                length,
                certificate);
    }

    /** RFC 9112 section 3.2. */
    private static void checkHost(HttpRequest request) throws RefusedException {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && !request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            throw Refusals.badRequest(hosts + " Host headers; HTTP/1.1 needs exactly one.");
        }
    }

    /** RFC 9112 section 6.1. What is not understood here would be read as footage, or as the next request. */
    private static void checkTransferEncoding(HttpRequest request) throws RefusedException {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return;
        }
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw Refusals.badRequest("HTTP/1.0 has no Transfer-Encoding.");
        }
        if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
            throw Refusals.transferEncoding();
        }
    }

    /** From any of the forms of RFC 9112 section 3.2; {@code *} where the request is about the server as such. */
    private static String path(HttpRequest request) {
        String target = request.uri();
        Matcher absolute = ABSOLUTE.matcher(target);
        if (absolute.matches()) {
            target = absolute.group(1);
            if (target.isEmpty() && request.method().equals(HttpMethod.OPTIONS)) {
                return "*";
            }
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return path.isEmpty() ? "/" : path;
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

    /** One beyond 10^18 is {@link #IMMENSE}. */
    OptionalLong number(String name) throws RefusedException {
        Optional<String> value = single(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher number = NUMBER.matcher(value.get());
        if (!number.matches()) {
            throw Refusals.badRequest(name + " must be a whole number, 0 or more.");
        }
        String digits = number.group(1);
        return OptionalLong.of(digits.length() > MOST_DIGITS ? IMMENSE : Long.parseLong(digits));
    }

    /** Refuses a body that does not come as the recording's own bytes, or whose checksum would come too late. */
    void requirePlainBody() throws RefusedException {
        for (String coding : headers.getAll(HttpHeaderNames.CONTENT_ENCODING)) {
            if (!coding.strip().equalsIgnoreCase("identity")) {
                throw Refusals.contentEncoding();
            }
        }
        for (String trailers : headers.getAll(HttpHeaderNames.TRAILER)) {
            for (String trailer : trailers.split(",", -1)) {
                if (trailer.strip().equalsIgnoreCase(Tus.CHECKSUM)) {
                    throw Refusals.checksumTrailer();
                }
            }
        }
    }

    boolean expectsContinue() throws RefusedException {
        Optional<String> expect = single(HttpHeaderNames.EXPECT.toString());
        if (expect.isPresent() && !expect.get().equalsIgnoreCase("100-continue")) {
            throw Refusals.expectation();
        }
        return expect.isPresent();
    }
}
