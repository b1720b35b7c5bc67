package io.highwater.broker.log.store;

/// The machine stops in the middle of a disk operation. Not a [DirectoryFaultException]: nobody may handle it.
public final class SimulatedCrash extends RuntimeException {
    private static final long serialVersionUID = 1;
}
