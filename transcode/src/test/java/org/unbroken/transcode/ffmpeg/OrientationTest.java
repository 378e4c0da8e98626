package org.unbroken.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same eight ways to hold a camera, in the words of EXIF and of a display matrix. */
class OrientationTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 0, 1, 0, false",
        "2, -1, 0, 0, 1, 0, true",
        "3, -1, 0, 0, -1, 180, false",
        "4, 1, 0, 0, -1, 180, true",
        "5, 0, 1, 1, 0, 90, true",
        "6, 0, 1, -1, 0, 90, false",
        "7, 0, -1, -1, 0, 270, true",
        "8, 0, -1, 1, 0, 270, false",
        "9, 0, 0, 0, 0, 0, false"
    })
    void aMatrixAndAnExifNumberMeanTheSame(int exif, long a, long b, long c, long d, int degrees, boolean mirrored) {
        Orientation expected = new Orientation(degrees, mirrored);
        assertThat(Orientation.ofExif(exif)).isEqualTo(expected);
        assertThat(Orientation.ofMatrix(a << 16, b << 16, c << 16, d << 16)).isEqualTo(expected);
    }
}
