package dev.patchbay.command.check;

import dev.patchbay.command.host.Output;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check has found, in order. Used by one thread. */
final class Findings {

    private static final int VERDICT_WIDTH = 9;

    private final List<Finding> all = new ArrayList<>();

    private enum Verdict {
        OK,
        NOTE,
        PROBLEM
    }

    private record Finding(Verdict verdict, String subject, String text) {}

    /** Returns why something could not be read, in words and with the file. */
    static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getFile() + ": " + file.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Adds something that is as it should be. */
    void ok(String subject, String text) {
        all.add(new Finding(Verdict.OK, subject, text));
    }

    /** Adds something that may be meant so, or that only a start can find out. */
    void note(String subject, String text) {
        all.add(new Finding(Verdict.NOTE, subject, text));
    }

    /** Adds something that is wrong, once; the text says what to do. */
    void problem(String subject, String text) {
        Finding finding = new Finding(Verdict.PROBLEM, subject, text);
        if (!all.contains(finding)) {
            all.add(finding);
        }
    }

    /** Returns how many things are wrong. */
    long problems() {
        return all.stream()
                .filter(finding -> finding.verdict == Verdict.PROBLEM)
                .count();
    }

    /** Returns the findings as JSON has them. */
    Map<String, Object> json() {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Finding finding : all) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("verdict", finding.verdict.name());
            one.put("subject", finding.subject);
            one.put("text", finding.text);
            found.add(one);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", problems() == 0);
        json.put("findings", found);
        return json;
    }

    /** Prints one line for each. */
    void print(Output output) {
        for (Finding finding : all) {
            String verdict = finding.verdict.name();
            String line = verdict
                    + " ".repeat(VERDICT_WIDTH - verdict.length())
                    + finding.subject
                    + (finding.text.isEmpty() ? "" : ": " + finding.text);
            if (finding.verdict == Verdict.PROBLEM) {
                output.alarm(line, "");
            } else {
                output.line(line);
            }
        }
    }
}
