CREATE TABLE customer (
    user_id          varchar(64) PRIMARY KEY,
    limit_cents      bigint NOT NULL CHECK (limit_cents >= 0),
    authorized_cents bigint NOT NULL DEFAULT 0 CHECK (authorized_cents >= 0),
    captured_cents   bigint NOT NULL DEFAULT 0 CHECK (captured_cents >= 0)
);
INSERT INTO customer (user_id, limit_cents)
VALUES ('alice', 100000000), ('bob', 100000000), ('carol', 1000), ('dave', 100000000);

-- VOIDED is also the state of a payment that was cancelled before it was authorised: it blocks it.
CREATE TABLE payment (
    saga_id      uuid        PRIMARY KEY,
    order_id     uuid        NOT NULL UNIQUE,
    user_id      varchar(64) NOT NULL,
    amount_cents bigint      NOT NULL CHECK (amount_cents >= 0),
    state        varchar(16) NOT NULL CHECK (state IN ('AUTHORIZED', 'DECLINED', 'CAPTURED', 'VOIDED')),
    changed_at   timestamptz NOT NULL
);
