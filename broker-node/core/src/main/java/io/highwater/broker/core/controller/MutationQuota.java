package io.highwater.broker.core.controller;

/// How many partitions the one who asks may still create and delete.
@FunctionalInterface
public interface MutationQuota {
    /// There is no limit.
    MutationQuota UNLIMITED = _ -> true;

    /// Counts the partitions, or says no and counts nothing.
    boolean admits(int partitions);
}
