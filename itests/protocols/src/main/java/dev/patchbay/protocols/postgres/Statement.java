package dev.patchbay.protocols.postgres;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement, whose answer is a row of messages that can be asked for one by one, in whatever handler is in charge. */
final class Statement {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern TEXT = Pattern.compile("'([^']*)'");
    private static final Pattern QUOTIENT = Pattern.compile("(-?\\d{1,9}) ?/ ?(-?\\d{1,9})");
    private static final Pattern SERIES = Pattern.compile("generate_series\\( ?(-?\\d{1,18}) ?, ?(-?\\d{1,18}) ?\\)");
    private static final Pattern SLEEP = Pattern.compile("pg_sleep\\( ?(\\d{1,9}(\\.\\d{1,9})?) ?\\)");

    private final String tag;
    private final List<String> columns = new ArrayList<>();
    private final List<LongFunction<String>> values = new ArrayList<>();
    private long rows;
    private Duration delay = Duration.ZERO;

    private Statement(String tag) {
        this.tag = tag;
    }

    /** Splits a query into its statements. */
    static List<String> split(String query) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= query.length(); i++) {
            boolean end = i == query.length();
            quoted ^= !end && query.charAt(i) == '\'';
            if (end || query.charAt(i) == ';' && !quoted) {
                String statement = query.substring(start, i).strip();
                if (!statement.isEmpty()) {
                    statements.add(statement);
                }
                start = i + 1;
            }
        }
        return statements;
    }

    static Statement parse(String text) {
        String[] words = text.split("\\s+", 2);
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "SET":
                return new Statement("SET");
            case "SELECT":
                Statement select = new Statement("SELECT");
                select.rows = 1;
                select.items(words.length == 1 ? "" : words[1]);
                return select;
            default:
                throw syntaxError(words[0]);
        }
    }

    private static SqlException syntaxError(String near) {
        return new SqlException("42601", "syntax error at or near \"" + near + "\"");
    }

    private void items(String list) {
        int start = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i <= list.length(); i++) {
            char next = i == list.length() ? ',' : list.charAt(i);
            quoted ^= next == '\'';
            depth += quoted ? 0 : next == '(' ? 1 : next == ')' ? -1 : 0;
            if (i == list.length() || next == ',' && depth == 0 && !quoted) {
                item(list.substring(start, i).strip());
                start = i + 1;
            }
        }
    }

    private void item(String text) {
        Matcher match;
        if (INTEGER.matcher(text).matches()) {
            column("?column?", text);
        } else if ((match = TEXT.matcher(text)).matches()) {
            column("?column?", match.group(1));
        } else if ((match = QUOTIENT.matcher(text)).matches()) {
            column("?column?", "" + quotient(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))));
        } else if (text.equalsIgnoreCase("now()")) {
            column("now", OffsetDateTime.now().toString());
        } else if (text.equalsIgnoreCase("version()")) {
            column("version", "PostgreSQL 15.0 (Patchbay)");
        } else if ((match = SERIES.matcher(text)).matches()) {
            series(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)));
        } else if ((match = SLEEP.matcher(text)).matches()) {
            delay = Duration.ofNanos((long) (Double.parseDouble(match.group(1)) * 1e9));
            column("pg_sleep", "");
        } else {
            throw syntaxError(text);
        }
    }

    private static long quotient(long dividend, long divisor) {
        if (divisor == 0) {
            throw new SqlException("22012", "division by zero");
        }
        return dividend / divisor;
    }

    private void series(long from, long to) {
        rows = Math.max(0, to - from + 1);
        columns.add("generate_series");
        values.add(row -> Long.toString(from + row));
    }

    private void column(String name, String value) {
        columns.add(name);
        values.add(row -> value);
    }

    /** Returns how long the statement waits before its answer. */
    Duration delay() {
        return delay;
    }

    /** Returns the number of messages of the answer. */
    long messages() {
        return columns.isEmpty() ? 1 : rows + 2;
    }

    /** Returns one of the messages: first the description, then the rows, last the end. */
    ByteBuffer message(long index) {
        if (index == messages() - 1) {
            return Reply.complete(columns.isEmpty() ? tag : tag + ' ' + rows);
        }
        return index == 0
                ? Reply.description(columns)
                : Reply.row(values.stream().map(value -> value.apply(index - 1)).toList());
    }
}
