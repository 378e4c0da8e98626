package org.unbroken.ingest.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void noSpreadsheetTakesACellForAFormula() {
        for (String formula : List.of("=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a")) {
            assertThat(Csv.cell(formula)).startsWith("\"'").endsWith("\"");
        }
        assertThat(Csv.cell("=cmd|' /C calc'!A0\nand a second line")).startsWith("\"'=");
        assertThat(Csv.cell("二中队 \"A\", 1=1")).isEqualTo("\"二中队 \"\"A\"\", 1=1\"");
        assertThat(Csv.cell("")).isEqualTo("\"\"");
    }
}
