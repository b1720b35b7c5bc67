package io.highwater.broker.core.group;

/// A request that is answered later.
record Waiting(long token, short version) {
    static Waiting of(RequestContext context) {
        return new Waiting(context.token(), context.version());
    }
}
