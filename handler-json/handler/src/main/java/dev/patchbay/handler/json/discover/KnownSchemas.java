package dev.patchbay.handler.json.discover;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The schemas of types that Jackson describes otherwise than this handler binds and sends them. The formats of times
 * without a zone come from the format registry of OpenAPI, because JSON Schema has none.
 */
final class KnownSchemas {

    private static final String STRING = "string";

    private static final Map<Class<?>, Map<String, Object>> SCHEMAS = Map.ofEntries(
            Map.entry(byte[].class, with("contentEncoding", "base64")),
            Map.entry(ByteBuffer.class, with("contentEncoding", "base64")),
            Map.entry(char[].class, Map.of("type", STRING)),
            Map.entry(char.class, character()),
            Map.entry(Character.class, character()),
            Map.entry(Duration.class, with("format", "duration")),
            Map.entry(Period.class, with("format", "duration")),
            Map.entry(Instant.class, with("format", "date-time")),
            Map.entry(OffsetDateTime.class, with("format", "date-time")),
            Map.entry(Date.class, with("format", "date-time")),
            Map.entry(Calendar.class, with("format", "date-time")),
            Map.entry(LocalDate.class, with("format", "date")),
            Map.entry(OffsetTime.class, with("format", "time")),
            Map.entry(LocalDateTime.class, with("format", "date-time-local")),
            Map.entry(LocalTime.class, with("format", "time-local")),
            // With the name of its zone in brackets, which the format date-time does not have.
            Map.entry(ZonedDateTime.class, Map.of("type", STRING)),
            Map.entry(YearMonth.class, Map.of("type", STRING)),
            Map.entry(MonthDay.class, Map.of("type", STRING)),
            Map.entry(ZoneId.class, Map.of("type", STRING)),
            Map.entry(ZoneOffset.class, Map.of("type", STRING)));

    private KnownSchemas() {}

    /** Returns the schema of a type; null if Jackson's description is right. */
    static Map<String, Object> of(Class<?> type) {
        return SCHEMAS.get(type);
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", STRING);
        schema.put(key, value);
        return schema;
    }

    private static Map<String, Object> character() {
        Map<String, Object> schema = with("minLength", 1);
        schema.put("maxLength", 1);
        return schema;
    }
}
