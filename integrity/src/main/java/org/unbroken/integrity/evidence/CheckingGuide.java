package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.Base64Text;

/**
 * "How to check each piece by hand": commands for this very bundle that need a shell, coreutils and OpenSSL 3, and
 * nothing of this project. They are to be run in the bundle's folder. A test runs them.
 */
final class CheckingGuide {
    private CheckingGuide() {}

    static Page of(BundleContents contents) {
        Checkpoint checkpoint = Checkpoint.parse(contents.checkpoint().text());
        Page.Builder page = Page.titled("如何手工核对本证据包", "How to check this bundle by hand");
        page.paragraph(
                "以下命令只需要 sha256sum、openssl（3.0 以上）和常见的 shell 工具，不需要本系统的任何程序。请先解压，在证据包所在文件夹内逐行执行。也可以用校验程序一次完成：",
                "These commands need sha256sum, openssl (3.0 or newer) and a common shell, and no program of this system."
                        + " Unpack first, and run them in the bundle's folder. The verifier does all of it at once:");
        page.paragraph(
                "java -jar unbroken-verify.jar 证据包 --policy 可信公钥文件",
                "java -jar unbroken-verify.jar BUNDLE --policy FILE-OF-TRUSTED-KEYS");
        page.heading(2, "一、文件是否齐全、未变", "1. Are all files there, and unchanged?")
                .paragraph(
                        "每行应显示 OK。第二条核对证明文件和清单本身。",
                        "Each line is to say OK. The second command checks the proofs and the list itself.")
                .commands("sha256sum -c manifest-sha256.txt", "sha256sum -c tagmanifest-sha256.txt");
        for (int i = 0; i < contents.recordings().size(); i++) {
            recording(page, i + 1, contents.recordings().get(i), contents, checkpoint);
        }
        signature(page, checkpoint);
        stamps(page, contents);
        page.heading(2, "不能证明的事项", "What the bundle does not prove").bullets(ExplanatoryNote.notProved());
        return page.build();
    }

    private static void recording(
            Page.Builder page, int number, RecordingEvidence evidence, BundleContents contents, Checkpoint checkpoint) {
        String data = "data/" + evidence.id();
        String original = data + "/" + evidence.originalName();
        CustodyStep sealed = evidence.sealed();
        String proof = BundleLayout.proof(evidence.id(), sealed.index());
        page.heading(2, "记录 " + number + "：" + evidence.id(), "Recording " + number + ": " + evidence.id());
        page.heading(3, "原始文件", "The original")
                .paragraph(
                        "结果应为清单（manifest.json）中 file.sha256 的值："
                                + evidence.manifest().fileSha256(),
                        "This is to print file.sha256 of manifest.json: "
                                + evidence.manifest().fileSha256())
                .commands("sha256sum " + original);
        chunks(page, evidence, original);
        page.heading(3, "封存清单与日志条目", "The manifest, and the entry that seals it")
                .paragraph(
                        "第二条命令显示的日志条目中 \"manifest\" 应等于第一条的结果。",
                        "The entry that the second command shows has as \"manifest\" what the first one prints.")
                .commands(
                        "sha256sum " + data + "/manifest.json",
                        "sed -n 's/^extra //p' " + proof + " | base64 -d; echo");
        page.heading(3, "其余条目、附件与分析", "The other entries, their details, the analyses")
                .paragraph(
                        "每个详情文件的 SHA-256 即其文件名，也是某一条目的 \"detail\"；每个分析文件的 SHA-256 是某一 inspected 条目的 \"analysis\"。",
                        "Each detail's SHA-256 is its file's name, and an entry's \"detail\"; each analysis's SHA-256 is an"
                                + " inspected entry's \"analysis\".")
                .commands(
                        "sha256sum " + data + "/details/*.json",
                        "for p in proof/" + evidence.id()
                                + "/*.tlog-proof; do sed -n 's/^extra //p' \"$p\" | base64 -d; echo; done");
        inclusion(page, proof(contents, evidence, sealed.index()), proof, checkpoint);
    }

    private static void chunks(Page.Builder page, RecordingEvidence evidence, String original) {
        int count = evidence.manifest().chunks().size();
        page.heading(3, "分块与链值", "Chunks and their chain")
                .paragraph(
                        "每行一块的 SHA-256，依次应为清单中 chunks.sha256 的各值；最后一行是链值，应为 "
                                + evidence.manifest().chain() + "。",
                        "A line for each chunk, in the order of chunks.sha256 of manifest.json; the last line is the chain and"
                                + " is to be " + evidence.manifest().chain() + ".");
        List<String> lines = new ArrayList<>();
        lines.add("t=$(mktemp -d); printf %s " + evidence.id() + " | openssl dgst -sha256 -binary > $t/link");
        lines.add("i=0; while [ $i -lt " + count + " ]; do");
        lines.add("  dd if=" + original
                + " bs=8388608 skip=$i count=1 2>/dev/null | openssl dgst -sha256 -binary > $t/d");
        lines.add("  od -An -v -tx1 $t/d | tr -d ' \\n'; echo \"  chunk $i\"");
        lines.add("  cat $t/link $t/d | openssl dgst -sha256 -binary > $t/next; mv $t/next $t/link; i=$((i+1))");
        lines.add("done");
        lines.add("od -An -v -tx1 $t/link | tr -d ' \\n'; echo \"  chain\"; rm -r $t");
        page.commands(lines);
    }

    private static TlogProof proof(BundleContents contents, RecordingEvidence evidence, long index) {
        return contents.proofs().getOrDefault(evidence.id(), List.of()).stream()
                .filter(proof -> proof.index() == index)
                .findFirst()
                .orElseThrow();
    }

    /** RFC 9162 section 2.1.3.2, worked out for this entry: which sibling stands on which side. */
    private static void inclusion(Page.Builder page, TlogProof proof, String path, Checkpoint checkpoint) {
        page.heading(3, "条目在日志之中", "The entry is in the log")
                .paragraph(
                        "最后一行应与 proof/checkpoint 的第三行相同："
                                + Base64Text.encode(checkpoint.root().bytes()),
                        "The last line is to be the third line of proof/checkpoint: "
                                + Base64Text.encode(checkpoint.root().bytes()));
        List<String> lines = new ArrayList<>();
        lines.add("t=$(mktemp -d); (printf '\\000'; sed -n 's/^extra //p' " + path
                + " | base64 -d) | openssl dgst -sha256 -binary > $t/h");
        lines.add("left() { (printf '\\001'; printf %s $1 | base64 -d; cat $t/h) | openssl dgst -sha256 -binary > $t/n;"
                + " mv $t/n $t/h; }");
        lines.add(
                "right() { (printf '\\001'; cat $t/h; printf %s $1 | base64 -d) | openssl dgst -sha256 -binary > $t/n;"
                        + " mv $t/n $t/h; }");
        long fn = proof.index();
        long sn = checkpoint.size() - 1;
        for (Sha256 sibling : proof.path()) {
            String hash = Base64Text.encode(sibling.bytes());
            if ((fn & 1) == 1 || fn == sn) {
                lines.add("left " + hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                lines.add("right " + hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        lines.add("base64 $t/h; rm -r $t");
        page.commands(lines);
    }

    private static void signature(Page.Builder page, Checkpoint checkpoint) {
        String origin = checkpoint.origin();
        page.heading(2, "日志的签名", "The log's signature")
                .paragraph(
                        "把 VKEY 换成您另行取得的可信公钥（一行，形如 名称+编号+AQ…）。包内 proof/keys/ 中的公钥仅供参考，不能用来自证。结果应为 Signature Verified Successfully。",
                        "Put the key that you got another way in place of the one in the first line (one line,"
                                + " name+id+AQ…). Keys in proof/keys/ are for information: a bundle cannot vouch for itself."
                                + " It is to say: Signature Verified Successfully.")
                .commands(
                        "VKEY=$(cat proof/keys/log.vkey)",
                        "t=$(mktemp -d); (printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000';"
                                + " printf %s \"$VKEY\" | cut -d+ -f3- | base64 -d | tail -c 32) > $t/key.der",
                        "sed '/^$/,$d' proof/checkpoint > $t/text",
                        "sed -n '/^$/,$p' proof/checkpoint | awk '$2 == \"" + shell(origin)
                                + "\" { print $3; exit }' | base64 -d | tail -c 64 > $t/signature",
                        "openssl pkeyutl -verify -pubin -keyform DER -inkey $t/key.der -rawin -in $t/text"
                                + " -sigfile $t/signature; rm -r $t");
    }

    private static void stamps(Page.Builder page, BundleContents contents) {
        List<String> tokens = contents.proofFiles().stream()
                .map(ProofFile::name)
                .filter(name -> name.startsWith("timestamps/"))
                .toList();
        boolean apart =
                contents.proofFiles().stream().anyMatch(file -> file.name().equals("stamped"));
        page.heading(2, "时间戳", "Time-stamps");
        if (tokens.isEmpty()) {
            page.paragraph("本证据包没有时间戳。", "This bundle has no time-stamps.");
            return;
        }
        page.paragraph(
                "CA.pem 是您信任的时间戳机构根证书，须另行取得。",
                "CA.pem has the root certificate of the time-stamping authority that you trust, got another way.");
        List<String> lines = new ArrayList<>();
        for (String token : tokens) {
            lines.add("openssl ts -verify -data " + (apart ? "proof/stamped" : "proof/checkpoint")
                    + " -token_in -in proof/" + token + " -CAfile CA.pem");
        }
        page.commands(lines);
    }

    private static String shell(String text) {
        return text.replaceAll("[^A-Za-z0-9./_-]", "?");
    }
}
