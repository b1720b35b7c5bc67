package io.highwater.broker.server.logging;

import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Gives SLF4J its loggers, when [#install] was called before the first of them. Not registered as a service, so that
/// it never competes with the logging of an application.
public final class LineLogging implements SLF4JServiceProvider {
    private static final String PROVIDER = "slf4j.provider";
    private static final String LEVEL = "highwater.log.level";
    private static final String FOREIGN = "io.netty.";
    private static final String API_VERSION = "2.0.99";

    private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();
    private final Level level = Level.valueOf(System.getProperty(LEVEL, "INFO").toUpperCase(Locale.ROOT));

    /// Makes this the log of the process; whoever started it with `-Dslf4j.provider` has the last word.
    public static void install() {
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, LineLogging.class.getName());
            System.setProperty("slf4j.internal.verbosity", "WARN");
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, this::logger);
    }

    private Logger logger(String name) {
        boolean foreign = name.startsWith(FOREIGN);
        return new LineLogger(name, foreign && level.toInt() < Level.WARN.toInt() ? Level.WARN : level, System.out);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return API_VERSION;
    }

    @Override
    public void initialize() {
        // Everything is there already.
    }
}
