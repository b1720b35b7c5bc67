package io.highwater.broker.server.runtime;

import io.highwater.broker.log.recovery.RecoveryEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into the log what the recovery of a partition found.
final class RecoveryReport {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryReport.class);

    private RecoveryReport() {}

    static void tell(RecoveryEvent event) {
        switch (event) {
            case RecoveryEvent.TailCut cut ->
                LOG.atWarn()
                        .addKeyValue("file", cut.segment())
                        .addKeyValue("lostBytes", cut.lostBytes())
                        .log("cut off an incomplete end: {}", cut.reason());
            case RecoveryEvent.SegmentDropped dropped ->
                LOG.atWarn()
                        .addKeyValue("file", dropped.segment())
                        .addKeyValue("lostBytes", dropped.lostBytes())
                        .log("dropped a segment behind an incomplete end");
            case RecoveryEvent.StartedAnew anew ->
                LOG.atWarn()
                        .addKeyValue("file", anew.directory())
                        .addKeyValue("offset", anew.logStartOffset())
                        .log("nothing of the log was left; it starts anew");
            case RecoveryEvent.LeftoverDeleted _, RecoveryEvent.SegmentChecked _, RecoveryEvent.ProducersRestored _ ->
                LOG.debug("{}", event);
        }
    }
}
