package org.unbroken.transcode.worker;

/** The sample rates that AAC knows (ISO/IEC 14496-3 table 1.18), as far as a proxy uses them. */
final class AacRates {
    private static final int[] RATES = {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000};

    private AacRates() {}

    static int atLeast(int rate) {
        for (int known : RATES) {
            if (known >= rate) {
                return known;
            }
        }
        return RATES[RATES.length - 1];
    }
}
