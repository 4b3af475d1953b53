package dev.patchbay.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.bench.result.Latency;
import dev.patchbay.bench.result.Own;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Results;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** The page for a browser. */
class HtmlReportTest {

    private static List<String> drawings(String page) {
        return Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static void isWellFormed(String svg) throws Exception {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void aPageNeedsNothingElse() throws Exception {
        String page = HtmlReport.of(Results.of("echo", 12.5));

        assertThat(page)
                .doesNotContain("http:", "https:", "<script", "@import", "url(")
                .contains("default-src 'none'", "echo of 64 bytes", "12.5 µs", "cores");
        assertThat(drawings(page)).hasSize(2);
        for (String drawing : drawings(page)) {
            isWellFormed(drawing);
            assertThat(drawing).contains("class=\"curve0\"").doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void foreignTextIsText() {
        Result result =
                Results.of("<img src=x>", 1, 0, new Own(1, -1, -1, 0, 0, 0, 0), Map.of("<b>\"bad\u0007\"</b>", 3L));

        assertThat(HtmlReport.of(result))
                .doesNotContain("<img", "<b>", "\u0007")
                .contains("&lt;img src=x&gt;", "&lt;b&gt;&quot;bad &quot;&lt;/b&gt;");
    }

    @Test
    void twoRunsAreDrawnIntoOnePicture() throws Exception {
        String page = HtmlReport.of(Results.of("echo", 10), Results.of("echo", 20));

        assertThat(page).contains("+100.0 %");
        for (String drawing : drawings(page)) {
            isWellFormed(drawing);
            assertThat(drawing).contains("class=\"curve0\"", "class=\"curve1\"");
        }
    }

    @Test
    void aRunWithoutAnAnswerIsAPageToo() throws Exception {
        Result some = Results.of("echo", 10);
        Result none = new Result(
                some.started(),
                some.settings(),
                Map.of(),
                true,
                0,
                0,
                new Latency(0, 0, 0, 0, 0, 0, 0, List.of()),
                List.of(),
                Map.of(),
                null,
                some.own());

        for (String drawing : drawings(HtmlReport.of(none, some))) {
            isWellFormed(drawing);
            assertThat(drawing).doesNotContain("NaN", "Infinity");
        }
        assertThat(HtmlReport.of(none)).contains("interrupted").doesNotContain("NaN");
    }

    @Test
    void whatMakesRunsHardToCompareIsSaid() {
        assertThat(Comparison.cautions(Results.of("a", 1), Results.of("b", 2))).isEmpty();
        assertThat(Comparison.cautions(
                        Results.of("a", 1),
                        Results.of("a", 1, 100, Results.of("a", 1).own(), Map.of())))
                .singleElement()
                .asString()
                .startsWith("the runs are of different kinds");
        assertThat(Comparison.of(Results.of("a", 10), Results.of("a", 5)))
                .anySatisfy(
                        row -> assertThat(row).isEqualTo(new Comparison.Row("p99", "30.0 µs", "15.0 µs", "-50.0 %")));
    }
}
