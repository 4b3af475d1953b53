package dev.patchbay.handler.json.strict;

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
import java.util.GregorianCalendar;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TimeZone;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.JDKFromStringDeserializer;
import tools.jackson.databind.deser.jdk.JavaUtilDateDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.jdk.PrimitiveArrayDeserializers;
import tools.jackson.databind.ext.javatime.deser.DurationDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.ext.javatime.deser.JSR310StringParsableDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalDateDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalDateTimeDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalTimeDeserializer;
import tools.jackson.databind.ext.javatime.deser.MonthDayDeserializer;
import tools.jackson.databind.ext.javatime.deser.OffsetTimeDeserializer;
import tools.jackson.databind.ext.javatime.deser.YearMonthDeserializer;
import tools.jackson.databind.ext.jdk8.OptionalDoubleDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Registers the strict bindings. Numbers have to be finite and in range; times are texts of ISO 8601, because a number
 * does not say whether it counts seconds or milliseconds.
 */
public final class StrictModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** Creates the module; each mapper has its own. */
    public StrictModule() {
        super("patchbay-strict");
        addNumbers();
        addTimes();
        for (Class<?> type : JDKFromStringDeserializer.types()) {
            add(type, new OnlyText(JDKFromStringDeserializer.findDeserializer(type), text -> true));
        }
        addText(Locale.class, StrictModule::locale);
        addText(TimeZone.class, text -> TimeZone.getTimeZone(ZoneId.of(text)));
        addKey(Double.class, StrictModule::finiteDouble);
        addKey(double.class, StrictModule::finiteDouble);
        addKey(Float.class, StrictModule::finiteFloat);
        addKey(float.class, StrictModule::finiteFloat);
        addKey(Byte.class, Byte::valueOf);
        addKey(byte.class, Byte::valueOf);
        addKey(Locale.class, StrictModule::locale);
    }

    private void addNumbers() {
        for (Class<?> type : List.of(double.class, Double.class, float.class, Float.class, Number.class)) {
            add(type, new FiniteNumbers(NumberDeserializers.find(type)));
        }
        add(double[].class, new FiniteNumbers(PrimitiveArrayDeserializers.forType(double.class)));
        add(float[].class, new FiniteNumbers(PrimitiveArrayDeserializers.forType(float.class)));
        add(OptionalDouble.class, new FiniteNumbers(new OptionalDoubleDeserializer()));
        add(byte.class, new SignedBytes(NumberDeserializers.find(byte.class)));
        add(Byte.class, new SignedBytes(NumberDeserializers.find(Byte.class)));
        add(byte[].class, new OnlyText(PrimitiveArrayDeserializers.forType(byte.class), text -> true));
    }

    private void addTimes() {
        addTime(Duration.class, DurationDeserializer.INSTANCE);
        addTime(Instant.class, InstantDeserializer.INSTANT);
        addTime(OffsetDateTime.class, InstantDeserializer.OFFSET_DATE_TIME);
        addTime(ZonedDateTime.class, InstantDeserializer.ZONED_DATE_TIME);
        addTime(LocalDate.class, LocalDateDeserializer.INSTANCE);
        addTime(LocalDateTime.class, LocalDateTimeDeserializer.INSTANCE);
        addTime(OffsetTime.class, OffsetTimeDeserializer.INSTANCE);
        addTime(MonthDay.class, MonthDayDeserializer.INSTANCE);
        addTime(YearMonth.class, YearMonthDeserializer.INSTANCE);
        addTime(Period.class, JSR310StringParsableDeserializer.PERIOD);
        addTime(ZoneId.class, JSR310StringParsableDeserializer.ZONE_ID);
        addTime(ZoneOffset.class, JSR310StringParsableDeserializer.ZONE_OFFSET);
        addTime(Date.class, new JavaUtilDateDeserializer());
        add(LocalTime.class, new OnlyText(LocalTimeDeserializer.INSTANCE, text -> text.indexOf('T') < 0));
        addText(Calendar.class, text -> GregorianCalendar.from(ZonedDateTime.parse(text)));
    }

    private <T> void addTime(Class<T> type, ValueDeserializer<?> binding) {
        add(type, new OnlyText(binding, text -> !isNumber(text)));
    }

    /** Jackson takes the digits of a number for a count of seconds even in a string. */
    private static boolean isNumber(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        return text.substring(signed ? 1 : 0).chars().allMatch(next -> next >= '0' && next <= '9' || next == '.');
    }

    @SuppressWarnings("unchecked") // Each call passes the binding of that type.
    private <T> void add(Class<T> type, ValueDeserializer<?> binding) {
        addDeserializer(type, (ValueDeserializer<T>) binding);
    }

    private <T> void addText(Class<T> type, TextBinding.Reader<T> reader) {
        addDeserializer(type, new TextBinding<>(type, reader));
    }

    private <T> void addKey(Class<T> type, TextBinding.Reader<T> reader) {
        addKeyDeserializer(type, new KeyBinding(type, reader));
    }

    /** Without this, any text is a locale. */
    private static Locale locale(String text) {
        try {
            return new Locale.Builder().setLanguageTag(text.replace('_', '-')).build();
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Double finiteDouble(String text) {
        double value = Double.parseDouble(JsonNumber.require(text));
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("is out of range");
        }
        return value;
    }

    private static Float finiteFloat(String text) {
        float value = Float.parseFloat(JsonNumber.require(text));
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("is out of range");
        }
        return value;
    }
}
