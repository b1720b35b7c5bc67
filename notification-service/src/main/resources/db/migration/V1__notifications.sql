-- What users want to hear, and where.
CREATE TABLE preference (
    user_id varchar(128) PRIMARY KEY,
    version bigint       NOT NULL -- counts the changes; caches keep the highest
);

CREATE TABLE contact (
    user_id varchar(128)  NOT NULL REFERENCES preference ON DELETE CASCADE,
    channel varchar(16)   NOT NULL CHECK (channel IN ('PUSH', 'SMS', 'EMAIL')),
    enabled boolean       NOT NULL,
    address varchar(4096) NOT NULL, -- empty when none is known
    PRIMARY KEY (user_id, channel),
    CHECK (NOT enabled OR address <> '')
);

-- One message on one channel, from the event to its end.
CREATE TABLE delivery (
    id          uuid PRIMARY KEY,              -- also the idempotency key towards the provider
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- order of arrival, hence order per user
    event_id    varchar(128)  NOT NULL,
    event_type  varchar(128)  NOT NULL,
    order_id    uuid          NOT NULL,
    user_id     varchar(128)  NOT NULL,
    channel     varchar(16)   NOT NULL CHECK (channel IN ('PUSH', 'SMS', 'EMAIL')),
    address     varchar(4096) NOT NULL,
    subject     text          NOT NULL,
    body        text          NOT NULL,
    traceparent varchar(64)   NOT NULL,        -- empty when not traced
    status      varchar(16)   NOT NULL
        CHECK (status IN ('PENDING', 'DEAD_LETTERED', 'RETRYING', 'SENT', 'UNDELIVERABLE', 'PARKED')),
    attempts    integer       NOT NULL,
    in_doubt    boolean       NOT NULL,        -- the last attempt may or may not have gone out
    created_at  timestamptz   NOT NULL,
    due_at      timestamptz   NOT NULL,        -- earliest time of the next attempt
    lease_id    uuid,                          -- who is sending it now
    lease_until timestamptz,
    UNIQUE (event_id, channel)                 -- once per event
);

CREATE INDEX delivery_open ON delivery (channel, status, seq) WHERE status IN ('PENDING', 'DEAD_LETTERED', 'RETRYING');
CREATE INDEX delivery_turn ON delivery (user_id, channel, seq) WHERE status IN ('PENDING', 'DEAD_LETTERED', 'RETRYING');
CREATE INDEX delivery_user ON delivery (user_id, seq);
CREATE INDEX delivery_order ON delivery (order_id);

-- Written once per attempt, never changed.
CREATE TABLE delivery_attempt (
    delivery_id uuid         NOT NULL REFERENCES delivery ON DELETE CASCADE,
    number      integer      NOT NULL,
    at          timestamptz  NOT NULL,
    outcome     varchar(16)  NOT NULL CHECK (outcome IN ('SENT', 'PERMANENT', 'RETRYABLE', 'UNKNOWN')),
    cause       text         NOT NULL,         -- empty when it went out
    PRIMARY KEY (delivery_id, number)
);

-- The stand-in provider's side: not touched by deliveries.
CREATE TABLE stand_in_message (
    channel     varchar(16) NOT NULL,
    delivery_id uuid        NOT NULL,
    address     text        NOT NULL,          -- masked
    subject     text        NOT NULL,
    body        text        NOT NULL,
    sent_at     timestamptz NOT NULL,
    copies      integer     NOT NULL,
    PRIMARY KEY (channel, delivery_id)
);
CREATE INDEX stand_in_message_latest ON stand_in_message (channel, sent_at);

CREATE TABLE stand_in_fault (
    channel             varchar(16)      NOT NULL,
    address             varchar(4096)    NOT NULL, -- * for all
    failure             varchar(16)      NOT NULL,
    fail_first_attempts integer          NOT NULL,
    fail_next           integer          NOT NULL,
    fail_rate           double precision NOT NULL,
    delay_ms            bigint           NOT NULL,
    PRIMARY KEY (channel, address)
);
