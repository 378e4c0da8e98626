package org.unbroken.ingest.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unbroken.ingest.gateway.tus.Problem;
import org.unbroken.ingest.gateway.tus.Tus;

/** What a request is answered with. */
final class Answer implements Next {
    private static final byte[] NOTHING = {};
    private static final HttpResponseStatus CHECKSUM_MISMATCH = new HttpResponseStatus(460, "Checksum Mismatch");

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer of(int status) {
        return new Answer(status, Map.of(), NOTHING);
    }

    static Answer of(Problem problem) {
        Answer answer = of(problem.status()).body(Problem.MEDIA_TYPE, problem.document());
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            answer = answer.header(header.getKey(), header.getValue());
        }
        return answer;
    }

    Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    Answer body(String mediaType, byte[] bytes) {
        return new Answer(status, headers, bytes).header("Content-Type", mediaType);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /**
     * As it goes out.
     *
     * @param toHead whether HEAD was asked, which is answered without a body
     * @param goOn whether the connection stays open for another request
     */
    FullHttpResponse response(boolean toHead, boolean goOn) {
        boolean bodiless = toHead || status == 204;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status == CHECKSUM_MISMATCH.code() ? CHECKSUM_MISMATCH : HttpResponseStatus.valueOf(status),
                bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body),
                DefaultHttpHeadersFactory.headersFactory(),
                DefaultHttpHeadersFactory.trailersFactory());
        headers.forEach((name, value) -> response.headers().set(name, value));
        response.headers()
                .set(Tus.RESUMABLE, Tus.VERSION)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff");
        if (!bodiless) {
            HttpUtil.setContentLength(response, body.length);
        }
        HttpUtil.setKeepAlive(response, goOn);
        return response;
    }
}
