package dev.patchbay.handler.json.testing;

import dev.patchbay.jsonrpc.AllParams;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;

/** One method for each type, which gives its argument back. */
public final class TypedMethods {

    /** An enum. */
    public enum Size {
        SMALL,
        LARGE
    }

    /** A record of such types. */
    public record Box(double width, Duration age, BigDecimal price, Optional<Integer> count) {}

    public Duration duration(Duration value) {
        return value;
    }

    public double primitiveDouble(double value) {
        return value;
    }

    public Double boxedDouble(Double value) {
        return value;
    }

    public float primitiveFloat(float value) {
        return value;
    }

    public double[] doubles(double[] value) {
        return value;
    }

    public float[] floats(float[] value) {
        return value;
    }

    public double varargs(double... value) {
        return value[0];
    }

    public List<Double> listOfDouble(List<Double> value) {
        return value;
    }

    public Map<Double, String> mapByDouble(Map<Double, String> value) {
        return value;
    }

    public Map<Byte, String> mapByByte(Map<Byte, String> value) {
        return value;
    }

    public Map<UUID, String> mapByUuid(Map<UUID, String> value) {
        return value;
    }

    public Map<Size, String> mapBySize(Map<Size, String> value) {
        return value;
    }

    public Map<LocalDateTime, String> mapByTime(Map<LocalDateTime, String> value) {
        return value;
    }

    public OptionalDouble optionalDouble(OptionalDouble value) {
        return value;
    }

    public OptionalInt optionalInt(OptionalInt value) {
        return value;
    }

    public Optional<Integer> optional(Optional<Integer> value) {
        return value;
    }

    public Number number(Number value) {
        return value;
    }

    public BigDecimal decimal(BigDecimal value) {
        return value;
    }

    public BigInteger integer(BigInteger value) {
        return value;
    }

    public Object any(Object value) {
        return value;
    }

    public int primitiveInt(int value) {
        return value;
    }

    public long primitiveLong(long value) {
        return value;
    }

    public short primitiveShort(short value) {
        return value;
    }

    public byte primitiveByte(byte value) {
        return value;
    }

    public Byte boxedByte(Byte value) {
        return value;
    }

    public byte[] bytes(byte[] value) {
        return value;
    }

    public int[] ints(int[] value) {
        return value;
    }

    public char character(char value) {
        return value;
    }

    public boolean flag(boolean value) {
        return value;
    }

    public String string(String value) {
        return value;
    }

    public Size size(Size value) {
        return value;
    }

    public UUID uuid(UUID value) {
        return value;
    }

    public Instant instant(Instant value) {
        return value;
    }

    public LocalDateTime localDateTime(LocalDateTime value) {
        return value;
    }

    public LocalDate localDate(LocalDate value) {
        return value;
    }

    public LocalTime localTime(LocalTime value) {
        return value;
    }

    public OffsetDateTime offset(OffsetDateTime value) {
        return value;
    }

    public ZonedDateTime zoned(ZonedDateTime value) {
        return value;
    }

    public Period period(Period value) {
        return value;
    }

    public Year year(Year value) {
        return value;
    }

    public Date date(Date value) {
        return value;
    }

    public Calendar calendar(Calendar value) {
        return value;
    }

    public URI uri(URI value) {
        return value;
    }

    public Locale locale(Locale value) {
        return value;
    }

    public TimeZone timeZone(TimeZone value) {
        return value;
    }

    public Currency currency(Currency value) {
        return value;
    }

    public String pattern(Pattern value) {
        return value.pattern();
    }

    public String path(Path value) {
        return value.toString();
    }

    public Box box(Box value) {
        return value;
    }

    public Box whole(@AllParams Box value) {
        return value;
    }
}
