package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.disc.DiscCheck;
import org.unbroken.integrity.disc.DiscFiles;
import org.unbroken.integrity.disc.DiscSet;
import org.unbroken.integrity.disc.DiscSetWriter;
import org.unbroken.integrity.disc.DiscSize;
import org.unbroken.integrity.disc.FolderDisc;
import org.unbroken.integrity.disc.ImageDisc;
import org.unbroken.integrity.disc.Xorriso;
import org.unbroken.integrity.machine.DebianPackages;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/** A film of 21 MB on discs that hold 10 MB, laid out by xorriso itself and read back with it. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscSetTest {
    private static final byte[] FILM = film();
    private static final DiscSize SMALL = DiscSize.parse("10MB");

    @TempDir
    static Path folder;

    private Xorriso xorriso;
    private List<String> program;
    private List<Path> images;

    private static byte[] film() {
        byte[] film = new byte[21_000_001];
        new Random(5).nextBytes(film);
        return film;
    }

    @BeforeAll
    void write() throws Exception {
        Optional<DebianPackages> packages =
                DebianPackages.fetch("xorriso", "libisoburn1", "libisofs6", "libburn4", "libjte2", "libreadline8");
        if (packages.isEmpty() && "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
            throw new AssertionError("xorriso is required, and could not be fetched");
        }
        Assumptions.assumeTrue(packages.isPresent(), "skipped: xorriso cannot be fetched here");
        program = List.of(
                "env",
                "LD_LIBRARY_PATH=" + packages.get().libraries(),
                packages.get().find("bin/xorriso").orElseThrow().toString());
        xorriso = new Xorriso(program);
        try (BundleSource bundle = source(FILM)) {
            images = DiscSetWriter.write(bundle, SMALL, folder.resolve("discs"), xorriso, said -> {});
        }
    }

    @AfterAll
    void nothingElseIsLeft() throws IOException {
        if (images != null) {
            try (Stream<Path> left = Files.list(folder.resolve("discs"))) {
                assertThat(left).containsExactlyInAnyOrderElementsOf(images);
            }
        }
    }

    private static BundleSource source(byte[] film) throws IOException {
        Manifest manifest = Sample.manifest(Sample.RECORDING, Sample.CAMERA, FILM);
        return BundleSource.of(
                SampleBundle.contents(manifest),
                id -> Channels.newChannel(new ByteArrayInputStream(id.equals(Sample.EMPTY) ? new byte[0] : film)));
    }

    private List<DiscFiles> discs() throws IOException {
        List<DiscFiles> discs = new ArrayList<>();
        for (Path image : images) {
            discs.add(ImageDisc.read(image, xorriso));
        }
        return discs;
    }

    /** Its second line could be another file's. */
    @Test
    void aNameOfTwoLinesHidesNothing() throws Exception {
        Path from = Files.createDirectories(folder.resolve("two-lines"));
        Files.writeString(from.resolve("x'\nFile data lba:  0 ,       40 ,        1 ,        9 , 'o"), "film");
        Path image = folder.resolve("two-lines.iso");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-as", "mkisofs", "-r", "-o", image.toString(), from.toString()));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> ImageDisc.read(image, xorriso)).hasMessageContaining("is no name");
    }

    /** As a mounted one would be. */
    private Path extracted(Path image, String name) throws Exception {
        Path out = folder.resolve(name);
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-osirrox", "on", "-indev", image.toString(), "-extract", "/", out.toString()));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        assertThat(new ProcessBuilder("chmod", "-R", "u+w", out.toString())
                        .start()
                        .waitFor())
                .isZero();
        return out;
    }

    @Test
    void noImageIsLargerThanTheMedium() throws Exception {
        assertThat(images).hasSize(3).allSatisfy(image -> assertThat(Files.size(image))
                .isLessThanOrEqualTo(10_000_000));
    }

    @Test
    void eachDiscVerifiesAlone() throws Exception {
        for (DiscFiles disc : discs()) {
            VerificationReport report = DiscCheck.run(disc, SampleBundle.TRUSTED);
            assertThat(report.verdict()).as(String.join("\n", report.lines())).isEqualTo(Verdict.INTACT);
            assertThat(report.checks())
                    .extracting(Check::name)
                    .contains("signature", "inclusion", "link", "chunks", "files");
            assertThat(DiscCheck.run(disc, new TrustPolicy(List.of())).verdict())
                    .isEqualTo(Verdict.NOT_AUTHENTICATED);
        }
    }

    @Test
    void eachDiscVerifiesWithStockTools() throws Exception {
        for (int i = 0; i < images.size(); i++) {
            Path disc = extracted(images.get(i), "stock-" + i);
            Process sums = new ProcessBuilder("sha256sum", "--strict", "--quiet", "-c", "sha256.txt")
                    .directory(disc.toFile())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(sums.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(sums.waitFor()).isZero();
            assertThat(DiscCheck.run(FolderDisc.read(disc), SampleBundle.TRUSTED)
                            .verdict())
                    .isEqualTo(Verdict.INTACT);
        }
    }

    @Test
    void theWholeSetIsTheBundleAgain() throws Exception {
        Path plain = folder.resolve("plain");
        Manifest manifest = Sample.manifest(Sample.RECORDING, Sample.CAMERA, FILM);
        BundleWriter.write(
                SampleBundle.contents(manifest),
                id -> Channels.newChannel(new ByteArrayInputStream(id.equals(Sample.EMPTY) ? new byte[0] : FILM)),
                plain);
        for (String name : List.of("joined", "joined.zip")) {
            Path joined = folder.resolve(name);
            DiscSet.join(discs()).copyTo(joined);
            BundleReport report = BundleVerification.run(joined, SampleBundle.TRUSTED, 2, bytes -> {});
            assertThat(report.verdict()).as(String.join("\n", report.lines())).isEqualTo(Verdict.INTACT);
        }
        StockBag.requireValid(folder.resolve("joined"));
        StockBag.requireValid(StockBag.unzipped(folder.resolve("joined.zip"), folder.resolve("unzipped")));
        try (Stream<Path> files = Files.walk(plain)) {
            for (Iterator<Path> each = files.filter(Files::isRegularFile).iterator(); each.hasNext(); ) {
                Path file = each.next();
                assertThat(folder.resolve("joined").resolve(plain.relativize(file)))
                        .hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void aBundleThatIsThereGivesTheSameDiscs() throws Exception {
        Path bundle = folder.resolve("there.zip");
        DiscSet.join(discs()).copyTo(bundle);
        try (BundleSource source = BundleSource.open(bundle)) {
            List<Path> again = DiscSetWriter.write(source, SMALL, folder.resolve("again"), xorriso, said -> {});
            assertThat(again).hasSameSizeAs(images);
            DiscFiles one = ImageDisc.read(again.get(1), xorriso);
            assertThat(one.files()).isEqualTo(discs().get(1).files());
        }
    }

    @Test
    void aFlippedBitNamesTheChunkAndTheOtherDiscsStayIntact() throws Exception {
        Path damaged = Files.copy(images.get(1), folder.resolve("damaged.iso"));
        DiscFiles disc = ImageDisc.read(damaged, xorriso);
        String part = disc.files().keySet().stream()
                .filter(path -> path.startsWith("parts/"))
                .findFirst()
                .orElseThrow();
        flip(damaged, part, disc);
        VerificationReport report = DiscCheck.run(ImageDisc.read(damaged, xorriso), SampleBundle.TRUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.checks())
                .filteredOn(check -> check.outcome() == Outcome.FAILED)
                .extracting(Check::message)
                .anyMatch(message -> message.contains("damaged chunks [1]"));
    }

    /** In the middle of what the part's bytes are found by. */
    private void flip(Path image, String part, DiscFiles disc) throws IOException {
        byte[] wanted = new byte[64];
        int at = 1_000_000;
        System.arraycopy(FILM, (8 << 20) + at, wanted, 0, wanted.length);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer all = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
            for (int i = 0; i < all.limit() - wanted.length; i++) {
                if (all.get(i) == wanted[0] && all.slice(i, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                    all.put(i, (byte) (all.get(i) ^ 1));
                    return;
                }
            }
        }
        throw new AssertionError(part + " of " + disc.label() + " was not found in the image");
    }

    @Test
    void aSetThatIsNotWholeOrNotOneIsRefused() throws Exception {
        List<DiscFiles> discs = discs();
        assertThatThrownBy(() -> DiscSet.join(discs.subList(0, 2))).hasMessageContaining("missing: [3]");
        assertThatThrownBy(() -> DiscSet.join(List.of(discs.get(0), discs.get(0))))
                .hasMessageContaining("twice");
        assertThatThrownBy(
                        () -> DiscSet.join(List.of(FolderDisc.read(Files.createDirectories(folder.resolve("none"))))))
                .hasMessageContaining("no disc.json");
    }

    @Test
    void anImageWithLinksOrDevicesIsRefused() throws Exception {
        for (String make : List.of("ln -s /etc/passwd strange", "mkfifo strange")) {
            Path disc = Files.createDirectories(folder.resolve("odd-" + make.hashCode()));
            Files.writeString(disc.resolve("disc.json"), "{}");
            assertThat(new ProcessBuilder("sh", "-c", make)
                            .directory(disc.toFile())
                            .start()
                            .waitFor())
                    .isZero();
            Path image = folder.resolve("odd-" + make.hashCode() + ".iso");
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of("-as", "mkisofs", "-r", "-o", image.toString(), disc.toString()));
            assertThat(new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor())
                    .isZero();
            assertThatThrownBy(() -> ImageDisc.read(image, xorriso))
                    .as(make)
                    .hasMessageContaining("/strange is neither a file nor a folder");
            assertThatThrownBy(() -> FolderDisc.read(disc)).hasMessageContaining("neither a file nor a folder");
        }
    }

    @Test
    void ofADamagedOriginalNoDiscIsMade() throws Exception {
        byte[] changed = FILM.clone();
        changed[20_000_000] ^= 1;
        Path out = folder.resolve("refused");
        try (BundleSource bundle = source(changed)) {
            assertThatThrownBy(() -> DiscSetWriter.write(bundle, SMALL, out, xorriso, said -> {}))
                    .hasMessageContaining("not what was sealed");
        }
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void aMediumTooSmallForThePapersIsRefused() throws Exception {
        try (BundleSource bundle = source(FILM)) {
            assertThatThrownBy(() -> DiscSetWriter.write(
                            bundle, DiscSize.parse("8.5MB"), folder.resolve("tiny"), xorriso, said -> {}))
                    .hasMessageContaining("take larger discs");
        }
        assertThat(DiscSize.parse("4.7GB").bytes()).isEqualTo(4_700_000_000L);
        assertThatThrownBy(() -> DiscSize.parse("big")).hasMessageContaining("25GB");
    }

    @Test
    void everyDiscHasThePapers() throws Exception {
        for (DiscFiles disc : discs()) {
            long proofs = disc.files().keySet().stream()
                    .filter(path -> path.endsWith(".tlog-proof"))
                    .count();
            assertThat(proofs).isEqualTo(6);
        }
    }
}
