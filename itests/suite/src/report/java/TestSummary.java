import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints how many tests of a build ran on each JDK and with each poller. It reads the reports of Surefire and Failsafe,
 * and the counts of pollers that the tests of the server write next to them.
 *
 * <p>Run as {@code java TestSummary.java ROOT START}. {@code ROOT} is the folder of the build. {@code START} is the
 * time when the build began, so that reports of earlier builds are not counted.
 */
final class TestSummary {

    private static final String REPORT = ".*-reports.TEST-[^/\\\\]*\\.xml";
    private static final String POLLERS = ".*-reports.pollers-[^/\\\\]*\\.txt";

    /** What ran on one JDK. */
    private static final class Tally {
        private final Map<String, Integer> byPoller = new TreeMap<>();
        private int ran;
        private int failed;
        private int skipped;

        void count(Element test) {
            if (holds(test, "skipped")) {
                skipped++;
                return;
            }
            ran++;
            if (holds(test, "failure") || holds(test, "error")) {
                failed++;
            }
        }

        private static boolean holds(Element test, String outcome) {
            return test.getElementsByTagName(outcome).getLength() > 0;
        }

        @Override
        public String toString() {
            String pollers = byPoller.entrySet().stream()
                    .map(counted -> counted.getValue() + " with " + counted.getKey())
                    .collect(Collectors.joining(", "));
            return ran + " tests ran (" + (pollers.isEmpty() ? "none with a poller" : "of them " + pollers) + "), "
                    + failed + " failed, " + skipped + " skipped";
        }
    }

    private final Map<Integer, Tally> byJdk = new TreeMap<>();

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        Instant start = Instant.parse(args[1]);
        TestSummary summary = new TestSummary();
        for (Path report : files(root, start, REPORT)) {
            summary.addReport(report);
        }
        for (Path pollers : files(root, start, POLLERS)) {
            summary.addPollers(pollers);
        }
        System.out.println("Tests by JDK and poller:");
        summary.byJdk.forEach((jdk, tally) -> System.out.println("  JDK " + jdk + ": " + tally));
        if (summary.byJdk.isEmpty()) {
            System.out.println("  none ran");
        }
    }

    private static List<Path> files(Path root, Instant start, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root, 5)) {
            return files.filter(file -> file.toString().matches(name))
                    .filter(file ->
                            !Instant.ofEpochMilli(file.toFile().lastModified()).isBefore(start))
                    .toList();
        }
    }

    private void addReport(Path report) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        Document document = parser.parse(report.toFile());
        Tally tally = on(jdkOf(document));
        NodeList tests = document.getElementsByTagName("testcase");
        for (int i = 0; i < tests.getLength(); i++) {
            tally.count((Element) tests.item(i));
        }
    }

    private static final Pattern LANE = Pattern.compile("-jdk(\\d+)\\.xml$");

    private static int jdkOf(Document report) {
        NodeList properties = report.getElementsByTagName("property");
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            if (property.getAttribute("name").equals("java.specification.version")) {
                return Integer.parseInt(property.getAttribute("value"));
            }
        }
        // The report of a class that was skipped as a whole, in its own VM, has no properties. Its file name has the
        // lane.
        Matcher lane = LANE.matcher(report.getDocumentURI());
        if (lane.find()) {
            return Integer.parseInt(lane.group(1));
        }
        throw new IllegalArgumentException(report.getDocumentURI() + " does not say which Java ran its tests");
    }

    /** Lines of JDK, poller and number of tests. */
    private void addPollers(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            on(Integer.parseInt(words[0])).byPoller.merge(words[1], Integer.parseInt(words[2]), Integer::sum);
        }
    }

    private Tally on(int jdk) {
        return byJdk.computeIfAbsent(jdk, first -> new Tally());
    }
}
