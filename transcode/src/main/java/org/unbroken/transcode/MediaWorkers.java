package org.unbroken.transcode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.Signature;
import org.unbroken.transcode.supervise.Allowance;
import org.unbroken.transcode.supervise.Answer;
import org.unbroken.transcode.supervise.Launcher;
import org.unbroken.transcode.supervise.Scratch;
import org.unbroken.transcode.supervise.Takeover;
import org.unbroken.transcode.supervise.WorkerPool;

/**
 * Runs everything that parses media, each job in a worker process apart from this one. Calls block, may come from many
 * threads, and end early when their thread is interrupted. A file that crashes, hangs or floods its worker fails alone:
 * that comes back as a failed result. An exception means that the job could not be tried at all and may be repeated.
 */
public final class MediaWorkers implements AutoCloseable {
    private static final String NO_SENSE = "the worker's answer made no sense";
    private static final String ORIGINAL = "original";
    private static final String POSTER = "poster.jpg";
    private static final String STORYBOARD = "storyboard.jpg";
    private static final String STORYBOARD_INDEX = "storyboard.json";

    private final WorkerSettings settings;
    private @Nullable WorkerPool inspections;
    private @Nullable WorkerPool proxies;
    private boolean cells;

    public MediaWorkers(WorkerSettings settings) {
        this.settings = settings;
    }

    /** Wipes the work directory, unpacks FFmpeg and starts the first worker. */
    public synchronized void start() throws IOException, InterruptedException {
        if (inspections != null) {
            throw new IllegalStateException("started already");
        }
        Path folder = Scratch.fresh(settings.workDir());
        Files.createDirectories(settings.cacheDir());
        Launcher launcher = Launcher.probe(settings.withWorkDir(folder));
        cells = launcher.cells();
        launcher.unpack();
        WorkerPool first = pool("inspection", launcher, folder, settings.inspectionWorkers(), false);
        // Shows that workers run on this machine.
        first.warm();
        inspections = first;
        proxies = pool("proxy", launcher, folder, settings.proxyWorkers(), true);
    }

    private WorkerPool pool(String name, Launcher launcher, Path folder, int size, boolean lowPriority) {
        return new WorkerPool(name, launcher, folder, settings.limits(), size, lowPriority);
    }

    /** Reads type, streams, metadata and timeline, without decoding. */
    public Inspection inspect(Path original) throws IOException, InterruptedException {
        long bytes = requireReadable(original);
        return inspections()
                .run(
                        Optional.of(original),
                        (home, given) -> request("inspect", given).build(),
                        Allowance.forReading(settings.limits(), bytes),
                        MediaWorkers::sound,
                        (answer, home, files) -> {
                            if (answer instanceof Answer.Done done) {
                                try {
                                    return Inspection.parse(done.result());
                                } catch (IllegalArgumentException e) {
                                    return Inspection.failed(signature(original), NO_SENSE);
                                }
                            }
                            return Inspection.failed(signature(original), reason(answer));
                        });
    }

    /** Whether a worker has come through unharmed: a file that is damaged may have done more to it than it says. */
    private static boolean sound(Answer answer) {
        try {
            return answer instanceof Answer.Done done && state(done.result()) == DescriptionState.DONE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Makes {@code poster.jpg}, {@code storyboard.jpg} and {@code storyboard.json} in a directory, from key frames. */
    public Pictures pictures(Path original, Path outDir) throws IOException, InterruptedException {
        long bytes = requireReadable(original);
        return inspections()
                .run(
                        Optional.of(original),
                        (home, given) -> request("pictures", given)
                                .put("poster", home.resolve(POSTER).toString())
                                .put("storyboard", home.resolve(STORYBOARD).toString())
                                .put("index", home.resolve(STORYBOARD_INDEX).toString())
                                .build(),
                        Allowance.forReading(settings.limits(), bytes),
                        answer -> answer instanceof Answer.Done,
                        (answer, home, files) -> {
                            if (!(answer instanceof Answer.Done done)) {
                                return Pictures.failed(reason(answer));
                            }
                            try {
                                return pictures(done.result(), home, files, outDir);
                            } catch (IllegalArgumentException e) {
                                return Pictures.failed(NO_SENSE);
                            }
                        });
    }

    private static Pictures pictures(JsonObject result, Path home, Takeover files, Path outDir) throws IOException {
        DescriptionState state = state(result);
        @Nullable String reason = result.findString("reason").orElse(null);
        Files.createDirectories(outDir);
        return new Pictures(
                state,
                reason,
                files.take(home.resolve(POSTER), outDir.resolve(POSTER)),
                files.take(home.resolve(STORYBOARD), outDir.resolve(STORYBOARD)),
                files.take(home.resolve(STORYBOARD_INDEX), outDir.resolve(STORYBOARD_INDEX)),
                cells(result));
    }

    /** Whatever number a worker says. */
    static int cells(JsonObject result) {
        long said = result.findInteger("cells").orElse(0L);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, said));
    }

    /** Makes an H.264/AAC MP4 that plays from its first byte. An existing {@code out} is replaced whole or not at all. */
    public ProxyResult proxy(Path original, Path out, String recordingId) throws IOException, InterruptedException {
        long bytes = requireReadable(original);
        return proxies()
                .run(
                        Optional.of(original),
                        (home, given) -> request("proxy", given)
                                .put("out", home.resolve("proxy.mp4").toString())
                                .put("recording", recordingId)
                                .build(),
                        Allowance.forEncoding(settings.limits(), bytes),
                        answer -> answer instanceof Answer.Done,
                        (answer, home, files) -> {
                            if (!(answer instanceof Answer.Done done)) {
                                return ProxyResult.failed(reason(answer));
                            }
                            try {
                                return proxy(done.result(), home, files, out);
                            } catch (IllegalArgumentException e) {
                                return ProxyResult.failed(NO_SENSE);
                            }
                        });
    }

    private static ProxyResult proxy(JsonObject result, Path home, Takeover files, Path out) throws IOException {
        DescriptionState state = state(result);
        @Nullable String reason = result.findString("reason").orElse(null);
        long duration = result.findInteger("duration_us").orElse(0L);
        @Nullable Path made = files.take(home.resolve("proxy.mp4"), out);
        if (made == null) {
            return ProxyResult.failed("the worker made no proxy");
        }
        return new ProxyResult(state, reason, made, Files.size(made), duration);
    }

    /** Makes up footage for demonstrations and tests. */
    public void synthesize(FootageSpec spec, Path out) throws IOException, InterruptedException {
        long pixels = (long) spec.width() * spec.height() * spec.framesPerSecond() * spec.seconds();
        boolean made = proxies()
                .run(
                        Optional.empty(),
                        (home, given) -> spec.toJson()
                                .with()
                                .put("job", "synthesize")
                                .put("out", home.resolve("footage.mp4").toString())
                                .build(),
                        Allowance.forEncoding(settings.limits(), pixels / 4),
                        answer -> answer instanceof Answer.Done,
                        (answer, home, files) -> {
                            if (!(answer instanceof Answer.Done)) {
                                throw new IOException("footage could not be made: " + reason(answer));
                            }
                            return files.take(home.resolve("footage.mp4"), out) != null;
                        });
        if (!made) {
            throw new IOException("footage could not be made: nothing was written");
        }
    }

    /** A job that fails on purpose, for tests of this class. */
    Answer drill(String name, Allowance allowance) throws IOException, InterruptedException {
        return drill(name, Optional.empty(), allowance);
    }

    Answer drill(String name, Optional<Path> original, Allowance allowance) throws IOException, InterruptedException {
        return inspections()
                .run(
                        original,
                        (home, given) -> JsonObject.builder()
                                .put("job", "drill-" + name)
                                .put("home", home.toString())
                                .build(),
                        allowance,
                        answer -> answer instanceof Answer.Done,
                        (answer, home, files) -> answer);
    }

    /** Whether workers are shut in cells here, for tests of this class. */
    synchronized boolean inCells() {
        return cells;
    }

    /** Process ids of the workers that do inspections or pictures at this moment, for tests of this class. */
    List<Long> busyInspectionPids() {
        return inspections().busyPids();
    }

    private static JsonObject.Builder request(String job, Optional<Path> given) {
        return JsonObject.builder()
                .put("job", job)
                .put(ORIGINAL, given.orElseThrow().toString());
    }

    private static long requireReadable(Path original) throws IOException {
        if (!Files.isRegularFile(original)) {
            throw new NoSuchFileException(original.toString());
        }
        try (FileChannel channel = FileChannel.open(original, StandardOpenOption.READ)) {
            return channel.size();
        }
    }

    private static DescriptionState state(JsonObject result) {
        return result.findString("description").map(DescriptionState::ofWord).orElse(DescriptionState.DONE);
    }

    private static String signature(Path original) throws IOException {
        try (FileBytes bytes = FileBytes.open(original)) {
            return Signature.type(bytes.upTo(0, Signature.BYTES));
        }
    }

    private static String reason(Answer answer) {
        if (answer instanceof Answer.Died died) {
            return died.reason();
        }
        if (answer instanceof Answer.Refused refused) {
            return refused.reason();
        }
        return "done";
    }

    private synchronized WorkerPool inspections() {
        return started(inspections);
    }

    private synchronized WorkerPool proxies() {
        return started(proxies);
    }

    private static WorkerPool started(@Nullable WorkerPool pool) {
        if (pool == null) {
            throw new IllegalStateException("not started");
        }
        return pool;
    }

    /** Stops all workers; jobs under way fail. */
    @Override
    public synchronized void close() {
        Stream.of(inspections, proxies).forEach(pool -> {
            if (pool != null) {
                pool.close();
            }
        });
    }
}
