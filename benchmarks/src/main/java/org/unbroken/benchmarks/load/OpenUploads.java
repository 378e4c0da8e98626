package org.unbroken.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Holds tus uploads open and feeds each a piece now and then, as a station full of cameras on a slow line does. Prints
 * {@code open} when all are open and have begun, and how much was sent when its time is up; leaves them unfinished.
 */
@Command(name = "open-uploads", mixinStandardHelpOptions = true, sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class OpenUploads implements Callable<Integer> {
    private static final long UPLOAD_BYTES = 4L << 30;

    @Option(names = "--url", required = true)
    private URI url;

    @Option(names = "--token")
    private Optional<String> token = Optional.empty();

    @Option(names = "--uploads", required = true, description = "How many are open.")
    private int uploads;

    @Option(names = "--per-camera", defaultValue = "10", description = "Uploads of one camera.")
    private int perCamera;

    @Option(names = "--piece-bytes", defaultValue = "16384", description = "What each sends at a time.")
    private int pieceBytes;

    @Option(names = "--every-ms", defaultValue = "1000", description = "How often, in milliseconds.")
    private int everyMillis;

    @Option(names = "--seconds", defaultValue = "60", description = "How long.")
    private int seconds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OpenUploads()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ByteBuffer piece = ByteBuffer.allocateDirect(pieceBytes);
        List<HttpConnection> open = new ArrayList<>();
        for (int i = 0; i < uploads; i++) {
            open.add(begin(i));
        }
        System.out.println("open");
        long sent = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long round = System.nanoTime(); round < end; round += everyMillis * 1_000_000L) {
            for (HttpConnection each : open) {
                each.send(piece.clear());
                sent += pieceBytes;
            }
            long early = round + everyMillis * 1_000_000L - System.nanoTime();
            if (early > 0) {
                Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
            }
        }
        for (HttpConnection each : open) {
            each.close();
        }
        System.out.println("sent " + sent);
        return 0;
    }

    private HttpConnection begin(int number) throws IOException {
        HttpConnection connection = HttpConnection.to(url);
        String name = "slow-" + number + ".mp4";
        String camera = "slow-" + number / perCamera;
        String location = Protocol.create(connection, url, token, camera, name, UPLOAD_BYTES);
        Map<String, String> headers = Protocol.headers(token);
        headers.put("Upload-Offset", "0");
        headers.put("Content-Type", "application/offset+octet-stream");
        connection.head("PATCH", Protocol.path(url, location), headers, UPLOAD_BYTES);
        return connection;
    }
}
