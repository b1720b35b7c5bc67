package io.highwater.broker.core.controller;

import java.util.ArrayList;
import java.util.List;

/// Whom a quota concerns: a user, a client id, both together, or an address; each by name or everybody without
/// a quota of their own.
public record QuotaEntity(Name user, Name clientId, Name ip) {
    static final String USER = "user";
    static final String CLIENT_ID = "client-id";
    static final String IP = "ip";

    /// One part of an entity.
    public sealed interface Name {
        /// The part does not belong to the entity.
        enum Absent implements Name {
            ABSENT
        }

        /// Everybody without a quota of their own.
        enum Default implements Name {
            DEFAULT
        }

        /// This one.
        record Exact(String name) implements Name {}
    }

    /// A part of the entity under the name of its type.
    record Part(String type, Name name) {}

    /// A user and a client id.
    static QuotaEntity client(Name user, Name clientId) {
        return new QuotaEntity(user, clientId, Name.Absent.ABSENT);
    }

    static QuotaEntity address(Name ip) {
        return new QuotaEntity(Name.Absent.ABSENT, Name.Absent.ABSENT, ip);
    }

    /// The same with one more part; a type that does not exist changes nothing.
    QuotaEntity with(String type, Name name) {
        return switch (type) {
            case USER -> new QuotaEntity(name, clientId, ip);
            case CLIENT_ID -> new QuotaEntity(user, name, ip);
            case IP -> new QuotaEntity(user, clientId, name);
            default -> this;
        };
    }

    static boolean isType(String type) {
        return type.equals(USER) || type.equals(CLIENT_ID) || type.equals(IP);
    }

    /// The part of a type, [Name.Absent] when there is none.
    Name part(String type) {
        return switch (type) {
            case USER -> user;
            case CLIENT_ID -> clientId;
            case IP -> ip;
            default -> Name.Absent.ABSENT;
        };
    }

    /// The parts that are there, in the order user, client id, address.
    List<Part> parts() {
        var parts = new ArrayList<Part>(3);
        for (var type : List.of(USER, CLIENT_ID, IP)) {
            if (!(part(type) instanceof Name.Absent)) {
                parts.add(new Part(type, part(type)));
            }
        }
        return parts;
    }

    /// For messages: who it is, in a client's words.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var part : parts()) {
            text.append(text.isEmpty() ? "" : ", ").append(part.type());
            text.append(part.name() instanceof Name.Exact(var name) ? " '" + name + "'" : " <default>");
        }
        return text.toString();
    }
}
