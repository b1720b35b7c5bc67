-- Run once as superuser on an empty server: a database and an owner per service, and the relay's role.
-- The local passwords are the roles' names; a real installation creates these with passwords of its own.
CREATE ROLE relay LOGIN REPLICATION PASSWORD 'relay';

CREATE ROLE orders LOGIN PASSWORD 'orders';
CREATE DATABASE orders OWNER orders;

CREATE ROLE inventory LOGIN PASSWORD 'inventory';
CREATE DATABASE inventory OWNER inventory;

CREATE ROLE payments LOGIN PASSWORD 'payments';
CREATE DATABASE payments OWNER payments;

CREATE ROLE sagas LOGIN PASSWORD 'sagas';
CREATE DATABASE sagas OWNER sagas;

CREATE ROLE notifications LOGIN PASSWORD 'notifications';
CREATE DATABASE notifications OWNER notifications;
