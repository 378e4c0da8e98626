package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;

final class BundleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"case-17", "case-17.zip"})
    void whatWasWrittenIsIntact(String name) throws Exception {
        BundleReport report = SampleBundle.verify(SampleBundle.write(folder.resolve(name)));

        assertThat(report.results()).allMatch(result -> result.check().outcome() == Outcome.PASSED);
        assertThat(report.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(report.results())
                .extracting(result -> result.check().name())
                .contains(
                        "bag",
                        "layout",
                        "bag-info",
                        "payload",
                        "tags",
                        "checkpoint",
                        "note",
                        "camera-chain",
                        "manifest",
                        "signature",
                        "inclusion",
                        "link",
                        "subject",
                        "size",
                        "chunks",
                        "chain",
                        "sha256",
                        "entries",
                        "received",
                        "details",
                        "analyses");
        assertThat(report.lines()).last().isEqualTo("verdict: intact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"case-17", "case-17.zip"})
    void withoutTrustedKeysItIsConsistentAndNoMore(String name) throws Exception {
        BundleReport report =
                BundleVerification.run(SampleBundle.write(folder.resolve(name)), TrustPolicy.NONE, 2, bytes -> {});

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_AUTHENTICATED);
        assertThat(report.verdict().exitCode()).isEqualTo(2);
    }

    @Test
    void aForgersKeyIsNoKey() throws Exception {
        BundleReport report = BundleVerification.run(
                SampleBundle.write(folder.resolve("bag")),
                TrustPolicy.ofKeys(Sample.FORGER.verifierKey()),
                2,
                bytes -> {});

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void theSameContentsGiveTheSameBytes() throws Exception {
        Path first = SampleBundle.write(folder.resolve("a").resolveSibling("one.zip"));
        Path second = folder.resolve("again");
        Files.createDirectory(second);
        SampleBundle.write(second.resolve("one.zip"));

        assertThat(second.resolve("one.zip")).hasSameBinaryContentAs(first);
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Path out = SampleBundle.write(folder.resolve("one.zip"));
        byte[] before = Files.readAllBytes(out);

        assertThatThrownBy(() -> BundleWriter.write(SampleBundle.contents(), SampleBundle.originals(), out))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(out).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bag", "bag.zip"})
    void aDamagedOriginalGivesNoBundle(String name) {
        byte[] damaged = Sample.flipped(Sample.file(), 8L * 100);

        assertThatThrownBy(() -> BundleWriter.write(
                        SampleBundle.contents(),
                        id -> Channels.newChannel(
                                new ByteArrayInputStream(id.equals(Sample.EMPTY) ? new byte[0] : damaged)),
                        folder.resolve(name)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was sealed");
        assertThat(folder.resolve(name)).doesNotExist();
        assertThat(folder.resolve(name + BundleWriter.UNFINISHED)).exists();
    }

    @Test
    void whatIsUnfinishedIsNoBundle() throws Exception {
        assertThatThrownBy(() -> BundleWriter.write(
                        SampleBundle.contents(),
                        id -> Channels.newChannel(new ByteArrayInputStream(new byte[0])),
                        folder.resolve("bag.zip")))
                .isInstanceOf(IOException.class);

        BundleReport report = SampleBundle.verify(folder.resolve("bag.zip" + BundleWriter.UNFINISHED));

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void whatMetadataSaysIsNoMarkup() throws Exception {
        Path bag = SampleBundle.write(folder.resolve("bag"));
        String html = Files.readString(bag.resolve("data/note.html"));

        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("4.2 s <b>")
                .contains("&lt;script&gt;alert(&#39;张三&#39;)")
                .contains("某县人民法院 &amp; Co.");
    }

    @Test
    void theNoteSaysWhoWhenForWhomAndOnWhatGround() throws Exception {
        Path bag = SampleBundle.write(folder.resolve("bag"));
        String text = Files.readString(bag.resolve("data/note.txt"));

        assertThat(text)
                .contains("提取人 / Extracted by: 李四")
                .contains("北京时间 2026-11-22 09:02:03 / 2026-11-22 01:02:03 UTC")
                .contains("提供对象 / For whom: 某县人民法院 & Co.")
                .contains("批准人 / Approved by: 王五")
                .contains("(2026) 行初 17 号")
                .contains("提取地点 / Place of extraction: ____")
                .contains("制作人（执法人员） / Made by (officer): 赵六")
                .contains(Sample.manifest().fileSha256().hex())
                .contains("有中断 / interrupted")
                .contains("0:01:01.500")
                .contains("不能证明：文件到达本系统之前发生的任何事情");
    }
}
