-- What this service tells the world. A row is written once, never changed, and read by the relay from the write-ahead log.
-- Rows are kept for some days, so that the relay can be healed by reading them again; whole days are dropped.
CREATE TABLE outbox_event (
    id             uuid         NOT NULL,
    topic          varchar(249) NOT NULL CHECK (topic ~ '^[A-Za-z0-9._-]{1,249}$'),
    message_key    varchar(256) NOT NULL CHECK (message_key <> ''),
    type           varchar(128) NOT NULL CHECK (type <> ''),
    source         varchar(64)  NOT NULL,
    subject        varchar(256) NOT NULL,
    -- text, for jsonb would reorder the keys; the limit keeps the record below the broker's message.max.bytes
    payload        text         NOT NULL CHECK (octet_length(payload) <= 900000),
    created_at     timestamptz  NOT NULL DEFAULT clock_timestamp(),
    traceparent    varchar(64),
    tracestate     varchar(512),
    correlation_id varchar(64),
    causation_id   varchar(64),
    PRIMARY KEY (created_at, id)
) PARTITION BY RANGE (created_at);

-- Days are created ahead by the service; should that ever fail, inserts still have a place to go.
CREATE TABLE outbox_event_default PARTITION OF outbox_event DEFAULT;

DO $$
DECLARE
    first_day date := (now() AT TIME ZONE 'UTC')::date;
    day       date;
BEGIN
    FOR i IN 0..2 LOOP
        day := first_day + i;
        EXECUTE format(
            'CREATE TABLE outbox_event_%s PARTITION OF outbox_event FOR VALUES FROM (%L) TO (%L)',
            to_char(day, 'YYYYMMDD'), day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    END LOOP;
END $$;

-- Days that are old enough to go, and the position the relay must have passed before they do.
CREATE TABLE outbox_expired_day (
    table_name varchar(63) PRIMARY KEY,
    end_lsn    pg_lsn      NOT NULL
);

-- Message ids already handled, per consumer.
CREATE TABLE inbox_message (
    consumer    varchar(64)  NOT NULL,
    message_id  varchar(128) NOT NULL,
    received_at timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, message_id)
);
CREATE INDEX inbox_message_received_at ON inbox_message (received_at);

-- The relay touches this row when nothing else is written, so that its slot moves on and old log can be recycled.
CREATE TABLE relay_heartbeat (
    id integer     PRIMARY KEY CHECK (id = 1),
    at timestamptz NOT NULL
);

CREATE PUBLICATION outbox FOR TABLE outbox_event WITH (publish = 'insert', publish_via_partition_root = true);
GRANT SELECT ON outbox_event TO relay;
GRANT SELECT, INSERT, UPDATE ON relay_heartbeat TO relay;
