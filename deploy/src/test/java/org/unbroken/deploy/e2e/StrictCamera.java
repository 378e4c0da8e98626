package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds every answer against what docs/GATEWAY.md says of it: done, or 503 with the time to try again, or another gateway
 * goes on with it. For files that fit into memory.
 */
final class StrictCamera implements UploadingCamera {
    private final String name;
    private final TusCalls calls;
    private final Map<Path, URI> begun = new HashMap<>();
    private final Map<Path, Long> told = new HashMap<>();

    StrictCamera(String name, TusCalls calls) {
        this.name = name;
        this.calls = calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String attempt(Path file, int sequence) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        URI upload = begun.get(file);
        if (upload == null) {
            upload = calls.address(expect(
                    201, calls.create(bytes.length, Map.of("camera", name, "sequence", Integer.toString(sequence)))));
            begun.put(file, upload);
        }
        long offset = offset(file, expect(200, calls.head(upload)));
        while (offset < bytes.length) {
            byte[] rest = Arrays.copyOfRange(bytes, (int) offset, bytes.length);
            offset = offset(file, expect(204, calls.patch(upload, offset, rest)));
        }
        return TusCalls.id(upload);
    }

    /** An offset that was told once is never taken back. */
    private long offset(Path file, HttpResponse<String> answer) {
        long offset = TusCalls.offset(answer);
        assertThat(offset).as("%s of %s", answer, file).isGreaterThanOrEqualTo(told.getOrDefault(file, 0L));
        told.put(file, offset);
        return offset;
    }

    private static HttpResponse<String> expect(int status, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() == status) {
            return answer;
        }
        assertThat(answer.statusCode()).as("%s %s", answer, answer.body()).isIn(409, 503);
        if (answer.statusCode() == 503) {
            assertThat(answer.headers().firstValue("Retry-After"))
                    .as("Retry-After of %s %s", answer, answer.body())
                    .isPresent();
        }
        throw new IOException(answer.statusCode() + " " + answer.body());
    }
}
