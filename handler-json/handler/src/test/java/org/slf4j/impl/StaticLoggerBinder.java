package org.slf4j.impl;

import dev.patchbay.handler.json.testing.CapturedLog;
import org.slf4j.ILoggerFactory;
import org.slf4j.spi.LoggerFactoryBinder;

/** Binds SLF4J to {@link CapturedLog}, by the name that SLF4J looks for. */
public final class StaticLoggerBinder implements LoggerFactoryBinder {

    /** The version of the API that this was written for. */
    public static final String REQUESTED_API_VERSION = "1.7";

    private static final StaticLoggerBinder SINGLETON = new StaticLoggerBinder();

    public static StaticLoggerBinder getSingleton() {
        return SINGLETON;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return CapturedLog::logger;
    }

    @Override
    public String getLoggerFactoryClassStr() {
        return CapturedLog.class.getName();
    }
}
