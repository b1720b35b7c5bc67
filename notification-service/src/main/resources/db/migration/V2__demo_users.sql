-- The demo's customers. Dave's number is the one that the stand-in fails for at first.
INSERT INTO preference (user_id, version) VALUES ('alice', 1), ('bob', 1), ('carol', 1), ('dave', 1);

INSERT INTO contact (user_id, channel, enabled, address) VALUES
    ('alice', 'EMAIL', true, 'alice@customers.invalid'),
    ('alice', 'PUSH', true, 'device-of-alice'),
    ('bob', 'EMAIL', true, 'bob@customers.invalid'),
    ('bob', 'SMS', true, '+15550000200'),
    ('carol', 'EMAIL', true, 'carol@customers.invalid'),
    ('dave', 'SMS', true, '+15550000500');
