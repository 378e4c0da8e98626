package org.unbroken.ingest.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unbroken.ingest.gateway.tus.Problem;

/** What a request is answered with. */
final class Answer implements Next {
    private static final byte[] NOTHING = {};

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
}
