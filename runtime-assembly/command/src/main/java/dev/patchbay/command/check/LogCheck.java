package dev.patchbay.command.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Checks that the configuration of the log can be read. Logback would use its own, and log to the console alone. */
final class LogCheck {

    private static final String SUBJECT = "conf/logback.xml";

    private final Path file;
    private final Findings findings;

    LogCheck(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    void run() {
        if (Files.notExists(file)) {
            findings.note(SUBJECT, "it does not exist; copy it from the distribution, or there is no log file");
            return;
        }
        try {
            String root = parse().getDocumentElement().getTagName();
            if (root.equals("configuration")) {
                findings.ok(SUBJECT, "it can be read");
            } else {
                findings.problem(SUBJECT, "its root is <" + root + ">, not <configuration>; correct it");
            }
        } catch (SAXParseException e) {
            findings.problem(
                    SUBJECT, "it is no XML: line " + e.getLineNumber() + ": " + e.getMessage() + "; correct it");
        } catch (IOException | SAXException | ParserConfigurationException e) {
            findings.problem(SUBJECT, "it cannot be read: " + Findings.reason(e));
        }
    }

    private Document parse() throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new Failing());
        return builder.parse(file.toFile());
    }

    /** Prints nothing. */
    private static final class Failing implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {
            // A warning keeps nothing from being read.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
