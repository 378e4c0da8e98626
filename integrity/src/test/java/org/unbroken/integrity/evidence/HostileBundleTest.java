package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.verify.Verdict;

/** Bundles made to harm their reader: each is refused with its reason, and nothing is written anywhere. */
final class HostileBundleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ../../etc/cron.d/x,       leads out
                    data/../../x,             leads out
                    /etc/passwd,              is absolute
                    C:/x,                     is absolute
                    data\\x,                  backslash
                    data//x,                  is no name
                    data/.ssh,                is no name
                    data/x y,                 is no name
                    data/ä,                   is no name
                    a/b/c/d/e/f/g/h/i/j,      deeper than 8
                    """)
    void namesThatEscape(String name, String reason) throws Exception {
        assertRefused(zip(name), reason);
    }

    @Test
    void oneNameTwice() throws Exception {
        assertRefused(rewritten("data/aaaa", "data/bbbb", "data/aaaa"), "twice");
    }

    @Test
    void namesThatAreOneOnSomeSystems() throws Exception {
        assertRefused(zip("data/Note.txt", "data/note.txt"), "upper and lower case");
    }

    @Test
    void aFileThatIsAFolderToo() throws Exception {
        assertRefused(zip("data/x", "data/x/y"), "a file and a folder at once");
    }

    @Test
    void filesFromElsewhere() throws Exception {
        assertRefused(zip("bagit.txt", "fetch.txt"), "fetch.txt");
    }

    @Test
    void whatIsNoZipAtAll() throws Exception {
        assertRefused(Files.writeString(folder.resolve("x.zip"), "PK"), "no zip");
        assertRefused(Files.writeString(folder.resolve("y.zip"), "x".repeat(1000)), "no zip");
        assertRefused(zip(), "no BagIt bag");
    }

    @Test
    void aZipBombIsNotUnpacked() throws Exception {
        Path bomb = folder.resolve("bomb.zip");
        Files.write(bomb, deflatedZeros(300 << 20, 8));

        assertRefused(bomb, "twenty times");
    }

    @Test
    void headersThatSayTwoThings() throws Exception {
        byte[] good = Files.readAllBytes(SampleBundle.write(folder.resolve("good.zip")));
        // The first local header: method, CRC, both sizes, the name's first letter.
        for (int at : new int[] {8, 14, 18, 22, 30}) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            assertRefused(Files.write(folder.resolve("at-" + at + ".zip"), changed), "");
        }
    }

    @Test
    void bytesThatNoEntryAccountsFor() throws Exception {
        byte[] good = Files.readAllBytes(SampleBundle.write(folder.resolve("good.zip")));
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        before.writeBytes("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
        before.writeBytes(good);
        assertRefused(Files.write(folder.resolve("before.zip"), before.toByteArray()), "");

        ByteArrayOutputStream after = new ByteArrayOutputStream();
        after.writeBytes(good);
        after.write(0);
        assertRefused(Files.write(folder.resolve("after.zip"), after.toByteArray()), "something after its end");
    }

    @Test
    void encryptedEntriesAndLinks() throws Exception {
        assertRefused(central(header -> header.putShort(8, (short) 1)), "encrypted");
        assertRefused(central(header -> header.putInt(38, 0120777 << 16)), "is a link");
        assertRefused(central(header -> header.putShort(10, (short) 14)), "method 14");
        assertRefused(central(header -> header.putShort(8, (short) 8)), "after its bytes");
    }

    @Test
    void linksInAFolder() throws Exception {
        Path bag = SampleBundle.write(folder.resolve("bag"));
        Path outside = Files.writeString(folder.resolve("outside"), "x");
        Files.createSymbolicLink(bag.resolve("data/link"), outside);
        assertRefused(bag, "is a link");

        Files.delete(bag.resolve("data/link"));
        Files.createSymbolicLink(bag.resolve("data/folder"), folder);
        assertRefused(bag, "is a link");
    }

    @Test
    void manifestsThatAreTooLargeOrNoManifests() throws Exception {
        Path bag = SampleBundle.write(folder.resolve("bag"));
        try (var file = java.nio.channels.FileChannel.open(
                bag.resolve("manifest-sha256.txt"), java.nio.file.StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[1]), 100L << 20);
        }
        assertRefused(bag, "more than such a document can have");
    }

    @Test
    void aManifestThatNamesWhatIsOutside() throws Exception {
        Path bag = SampleBundle.write(folder.resolve("bag"));
        Path list = bag.resolve("manifest-sha256.txt");
        Files.writeString(list, Files.readString(list) + "0".repeat(64) + "  ../outside\n");

        BundleReport report = SampleBundle.verify(bag);

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.lines()).anyMatch(line -> line.contains("leads out of the bundle"));
    }

    @Test
    void whatStockToolsPackAgainIsRead() throws Exception {
        Path bag = SampleBundle.write(folder.resolve("bag"));
        Path zip = folder.resolve("again.zip");
        StockZip.pack(bag, zip);

        assertThat(SampleBundle.verify(zip).verdict()).isEqualTo(Verdict.INTACT);
    }

    private void assertRefused(Path bundle, String reason) throws Exception {
        BundleReport report = SampleBundle.verify(bundle);

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.lines().get(0))
                .startsWith("failed  bag          refused: ")
                .contains(reason);
    }

    /** A zip by this project's own hand, with names that its writer would refuse. */
    private Path zip(String... names) throws IOException {
        String[] stand = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            stand[i] = "n" + i + "x".repeat(Math.max(0, latin(names[i]).length - 2));
        }
        return rewritten(names, stand);
    }

    private Path rewritten(String first, String second, String secondBecomes) throws IOException {
        return rewritten(new String[] {first, secondBecomes}, new String[] {first, second});
    }

    private Path rewritten(String[] names, String[] stand) throws IOException {
        Path file = Files.createTempFile(folder, "hostile", ".zip");
        Files.delete(file);
        try (ZipBagSink sink = new ZipBagSink(file, "b")) {
            for (String name : stand) {
                sink.create(name, 0).close();
            }
            sink.finish();
        }
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < names.length; i++) {
            // The folder "b/" is written over too: the name is at the top.
            String wanted = new String(latin(names[i]), StandardCharsets.ISO_8859_1);
            String there = "b/" + stand[i];
            bytes = bytes.replace(there, pad(wanted, there.length()));
        }
        return Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As long as what it stands for: "b/" and the name where that is tame, else two letters more at its end. */
    private static String pad(String wanted, int length) {
        boolean tame = wanted.matches("[A-Za-z0-9./]*") && !wanted.contains("..") && !wanted.startsWith("/");
        String padded = tame ? "b/" + wanted : wanted;
        return padded + "x".repeat(Math.max(0, length - padded.length()));
    }

    private static byte[] latin(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private Path central(Consumer<ByteBuffer> change) throws IOException {
        Path good = Files.createTempFile(folder, "good", ".zip");
        Files.delete(good);
        byte[] bytes = Files.readAllBytes(SampleBundle.write(good));
        ByteBuffer whole = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = whole.getInt(bytes.length - 6);
        change.accept(whole.slice(start, bytes.length - start).order(ByteOrder.LITTLE_ENDIAN));
        return Files.write(good, bytes);
    }

    private static byte[] deflatedZeros(int bytes, int entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
        deflater.setInput(new byte[bytes]);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        ByteBuffer header = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            int at = out.size();
            byte[] name = ("data/" + i).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer local = ByteBuffer.allocate(30 + name.length).order(ByteOrder.LITTLE_ENDIAN);
            local.putInt(0x04034b50)
                    .putShort((short) 20)
                    .putShort((short) 0)
                    .putShort((short) 8)
                    .putInt(0)
                    .putInt(0);
            local.putInt(packed.size())
                    .putInt(bytes)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .put(name);
            out.writeBytes(local.array());
            out.writeBytes(packed.toByteArray());
            header.putInt(0x02014b50)
                    .putShort((short) 20)
                    .putShort((short) 20)
                    .putShort((short) 0)
                    .putShort((short) 8);
            header.putInt(0).putInt(0).putInt(packed.size()).putInt(bytes).putShort((short) name.length);
            header.putInt(0).putInt(0).putInt(0).putInt(at).put(name);
        }
        int start = out.size();
        out.write(header.array(), 0, header.position());
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        end.putInt(header.position()).putInt(start).putShort((short) 0);
        out.writeBytes(end.array());
        return out.toByteArray();
    }

    /** As zip and the like write them, but for sizes that come after the bytes. */
    private static final class StockZip {
        static void pack(Path bag, Path zip) throws IOException {
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                    var files = Files.walk(bag)) {
                out.setMethod(ZipOutputStream.STORED);
                for (Path file : files.sorted().toList()) {
                    boolean isFolder = Files.isDirectory(file);
                    byte[] bytes = isFolder ? new byte[0] : Files.readAllBytes(file);
                    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                    crc.update(bytes);
                    ZipEntry entry = new ZipEntry("some-bag/" + bag.relativize(file) + (isFolder ? "/" : ""));
                    if (entry.getName().equals("some-bag//")) {
                        continue;
                    }
                    entry.setSize(bytes.length);
                    entry.setCrc(crc.getValue());
                    out.putNextEntry(entry);
                    out.write(bytes);
                }
            }
        }
    }
}
