package io.highwater.notification.delivery;

/// Where a delivery stands.
///
/// ```
///            ┌─ sent ────────────────────────────────────────────► SENT
/// PENDING ───┼─ permanent ───────────────────────────────────────► UNDELIVERABLE
///            └─ retryable, unknown ─► DEAD_LETTERED
///                                          │ taken up, by its dead letter or when that does not come
///            ┌─ sent ─► SENT               ▼
///            ├─ permanent ─► UNDELIVERABLE ◄── RETRYING ◄─┐
///            └─ last attempt ─► PARKED                     └─ retryable, unknown
/// ```
///
/// The worker attempts `PENDING` once; the dead letter worker attempts `RETRYING` until the attempts are used up.
public enum DeliveryStatus {
    /// Waits for its first attempt, or for one in place of an attempt that was cut off.
    PENDING,
    /// Failed and announced on the dead letter topic.
    DEAD_LETTERED,
    /// In the hands of the dead letter worker.
    RETRYING,
    /// The provider has it; final.
    SENT,
    /// The provider refuses it for good; final.
    UNDELIVERABLE,
    /// Given up after the last attempt; waits for an operator.
    PARKED
}
