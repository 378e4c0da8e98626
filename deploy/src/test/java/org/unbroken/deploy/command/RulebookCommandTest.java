package org.unbroken.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.Unbroken;
import org.unbroken.integrity.digest.Sha256;

final class RulebookCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[words.length + 1];
        all[0] = "rulebook";
        System.arraycopy(words, 0, all, 1, words.length);
        return Unbroken.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    @Test
    void listsTheNineInBothLanguages() {
        assertThat(run("list", "--lang", "en")).isZero();
        assertThat(out.toString()).contains("a-hebei-emergency-management-bureau", "Henan province, 2019");
        assertThat(run("list", "--lang", "zh")).isZero();
        assertThat(out.toString()).contains("河南省行政执法全过程记录办法");
        assertThat(run("list", "--lang", "fr")).isEqualTo(2);
        assertThat(err.toString()).contains("--lang fr: zh or en");
    }

    @Test
    void showsASettingWithItsArticleAndWording() {
        assertThat(run("show", "a", "--lang", "en")).isZero();
        assertThat(out.toString())
                .contains(
                        "upload.within = 24 hours",
                        "article 16  “24小时内”",
                        "silent, assumed  the text is silent: the first day");
        assertThat(run("show", "A", "--lang", "zh", "--quoted")).isZero();
        assertThat(out.toString()).contains("upload.within = 24小时", "第16条").doesNotContain("假设");
    }

    @Test
    void whatItPrintsAsJsonHasTheDigestThatItNames() {
        assertThat(run("show", "G", "--json")).isZero();
        String digest = Sha256.of(out.toString()).hex();
        assertThat(run("show", "G")).isZero();
        assertThat(out.toString()).contains(digest);
    }

    @Test
    void checksAFile() throws IOException {
        Path good = Files.writeString(folder.resolve("good.json"), derived("12 hours"));
        Path lax = Files.writeString(folder.resolve("lax.json"), derived("48 hours"));

        assertThat(run("check", good.toString(), "--lang", "en")).isZero();
        assertThat(out.toString()).startsWith("good  county-x 1  sha256 ");
        assertThat(run("check", lax.toString(), "--lang", "en")).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("lax.json:4:25: upload.within: laxer than its parent")
                .contains("make it the same or stricter");
        assertThat(run("check", lax.toString(), "--lang", "zh")).isEqualTo(1);
        assertThat(out.toString()).contains("只能相同或从严");
        assertThat(run("check", folder.resolve("none.json").toString())).isEqualTo(2);
        assertThat(run("show", lax.toString())).isEqualTo(2);
        assertThat(run("show", "Z")).isEqualTo(2);
    }

    @Test
    void compares() {
        assertThat(run("compare", "A", "C", "--lang", "en")).isZero();
        assertThat(out.toString())
                .containsPattern("upload.within +24 hours  \\[16] +2 days  \\[19] +laxer")
                .containsPattern("case-file.within +30 working days  \\[18] +30 days  \\[19] +stricter");
    }

    private static String derived(String within) {
        return """
                {"format": "unbroken/rulebook/1", "id": "county-x", "version": "1", "name": {"zh": "某县", "en": "X"},
                 "parent": "a-hebei-emergency-management-bureau",
                 "settings": {"upload.within":
                              {"value": "%s", "articles": ["3"], "wording": ["上传期限"]}}}
                """
                .formatted(within);
    }
}
