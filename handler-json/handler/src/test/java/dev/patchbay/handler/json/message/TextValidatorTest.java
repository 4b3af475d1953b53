package dev.patchbay.handler.json.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextValidatorTest {

    private static final int GENERATED = 200_000;

    private static int fault(byte[] bytes) {
        return TextValidator.firstInvalidByte(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "longer than the eight bytes of a word, twice",
                "é, €, \uD83D\uDE00 and \uDBFF\uDFFF",
                "\\u0000 \\uD7FF \\uE000 \\n \\\\ \\\"",
                "\\uD83D\\uDE00 and \\udbff\\udfff",
                "\\\\uD800",
                "\\uD8"
            })
    void rightTextHasNoFault(String text) {
        assertThat(fault(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0 80",
                "c1 bf",
                "c2",
                "c2 20",
                "e0 80 80",
                "e0 9f bf",
                "e2 82",
                "ed a0 80",
                "ed bf bf",
                "f0 80 80 80",
                "f0 8f bf bf",
                "f0 9f 98",
                "f4 90 80 80",
                "f5 80 80 80",
                "ff"
            })
    void bytesThatAreNoUtf8AreFoundWhereTheyBegin(String hex) {
        for (int before = 0; before < 20; before++) {
            byte[] wrong = bytes(hex);
            byte[] all = ByteBuffer.allocate(before + wrong.length + 9)
                    .put("x".repeat(before).getBytes(StandardCharsets.US_ASCII))
                    .put(wrong)
                    .put("123456789".getBytes(StandardCharsets.US_ASCII))
                    .array();
            assertThat(fault(all)).isEqualTo(before);
            assertThat(TextValidator.firstInvalidByte(all, 0, before + wrong.length))
                    .isEqualTo(before);
            assertThat(TextValidator.firstInvalidByte(all, 0, before)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\uD800", "\\udfff", "\\uD83Dx", "\\uD83D\\n", "\\uD83D\\u0041", "\\uDE00\\uD83D"})
    void anEscapedSurrogateThatIsAloneIsAFault(String escape) {
        assertThat(fault(("before " + escape + " behind").getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(7);
    }

    @Test
    void aByteOrderMarkIsAFaultInFrontAndNowhereElse() {
        assertThat(fault(bytes("ef bb bf 31"))).isZero();
        assertThat(fault(bytes("31 ef bb bf"))).isEqualTo(-1);
    }

    @Test
    void generatedBytesAreJudgedAsTheJdkJudgesThem() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int[] lead = {0x41, 0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5};
        for (int i = 0; i < GENERATED; i++) {
            byte[] some = new byte[1 + random.nextInt(24)];
            for (int k = 0; k < some.length; k++) {
                int next = random.nextInt(3);
                some[k] = (byte)
                        (next == 0 ? lead[random.nextInt(lead.length)] : next == 1 ? 0x80 + random.nextInt(64) : 'a');
            }
            boolean mark =
                    some.length > 2 && some[0] == (byte) 0xef && some[1] == (byte) 0xbb && some[2] == (byte) 0xbf;
            assertThat(fault(some) < 0)
                    .as("%s, seed %s", HexFormat.of().formatHex(some), seed)
                    .isEqualTo(isUtf8(some) && !mark);
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
