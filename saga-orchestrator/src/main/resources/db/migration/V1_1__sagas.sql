-- One row per saga. The state is the machine's; the columns beside it repeat what is searched for.
CREATE TABLE saga_instance (
    saga_id      uuid         PRIMARY KEY,                 -- version 7, so in the order in which they started
    type         varchar(32)  NOT NULL,
    business_key varchar(128) NOT NULL,                    -- an order's id
    data         jsonb        NOT NULL,                    -- what its commands are built from; never changes
    state        jsonb        NOT NULL,
    status       varchar(16)  NOT NULL,
    step         varchar(64)  NOT NULL DEFAULT '',         -- whose answer is awaited
    reason       varchar(64)  NOT NULL DEFAULT '',         -- why it turned back
    wake_at      timestamptz,                              -- when the scanner looks at it; null: only a message moves it
    failed_turns integer      NOT NULL DEFAULT 0,          -- in a row; each one puts wake_at off for longer
    traceparent  varchar(64)  NOT NULL DEFAULT '',
    started_at   timestamptz  NOT NULL,
    updated_at   timestamptz  NOT NULL,
    UNIQUE (type, business_key)                            -- the same order placed twice is one saga
);
CREATE INDEX saga_instance_due ON saga_instance (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX saga_instance_active ON saga_instance (status, started_at) WHERE status NOT IN ('COMPLETED', 'REJECTED');
CREATE INDEX saga_instance_key ON saga_instance (business_key);

-- What happened, by whom and why. Only ever added to.
CREATE TABLE saga_log (
    n       bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    saga_id uuid         NOT NULL REFERENCES saga_instance,
    at      timestamptz  NOT NULL,
    what    varchar(32)  NOT NULL,
    actor   varchar(128) NOT NULL,
    step    varchar(64)  NOT NULL,
    detail  text         NOT NULL
);
CREATE INDEX saga_log_saga ON saga_log (saga_id, n);

CREATE FUNCTION saga_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'saga_log is append-only';
END $$;
CREATE TRIGGER saga_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saga_log
    FOR EACH STATEMENT EXECUTE FUNCTION saga_log_is_append_only();
