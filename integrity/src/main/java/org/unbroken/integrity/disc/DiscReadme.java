package org.unbroken.integrity.disc;

import java.nio.charset.StandardCharsets;
import org.unbroken.integrity.digest.Sha256;

/** {@code README.txt}: what the disc is, and how to check it and put the set together with stock tools. */
final class DiscReadme {
    static final String NAME = "README.txt";

    private DiscReadme() {}

    static byte[] of(int disc, int discs, Sha256 set) {
        return """
                执法音像记录证据光盘 第 %1$d 张，共 %2$d 张
                盘组编号 %3$s

                bundle/      证据包的全部文书（每张盘都有），文件清单见 bundle/manifest-sha256.txt
                parts/       原始记录的分段：parts/记录编号/起始字节
                disc.json    本盘索引：本盘各分段，及其余分段在哪张盘
                sha256.txt   本盘全部文件的 SHA-256

                单盘核验：  sha256sum -c sha256.txt
                            unbroken discs check 本盘 --key 公钥文件
                合并全套：  unbroken discs join 各盘 --out 证据包
                            或：将各盘 bundle/ 复制到同一文件夹，再按起始字节顺序用 cat 连接各分段，
                            存为 disc.json 中 "path" 所示的文件；然后 unbroken verify 证据包 --key 公钥文件

                Evidence disc %1$d of %2$d
                Set %3$s

                bundle/      all papers of the evidence bundle (on each disc); listed in bundle/manifest-sha256.txt
                parts/       pieces of the originals: parts/RECORDING/FIRST-BYTE
                disc.json    this disc's index: its pieces, and which disc has the others
                sha256.txt   SHA-256 of every file on this disc

                This disc alone:  sha256sum -c sha256.txt
                                  unbroken discs check THIS-DISC --key KEY-FILE
                The whole set:    unbroken discs join DISCS --out BUNDLE
                                  or: copy bundle/ into a folder, and join the pieces with cat, in the order of their first
                                  bytes, to the file that "path" in disc.json names; then
                                  unbroken verify BUNDLE --key KEY-FILE
                """
                .formatted(disc, discs, set.hex())
                .getBytes(StandardCharsets.UTF_8);
    }
}
