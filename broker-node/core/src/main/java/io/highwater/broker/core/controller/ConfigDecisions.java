package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.config.ConfigKey;
import io.highwater.broker.core.controller.config.ConfigType;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.AlterConfigsRequest;
import io.highwater.broker.protocol.message.AlterConfigsResponse;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changing configurations: key by key, or all at once.
final class ConfigDecisions {
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    /// What a resource shall have, or why not.
    private record Change(Map<String, @Nullable String> values, Optional<Refusal> refusal) {
        static Change refused(ErrorCode error, String message) {
            return new Change(Map.of(), Optional.of(new Refusal(error, message)));
        }
    }

    // ---- key by key

    ControllerResult<IncrementalAlterConfigsResponse> alter(
            MetadataImage image, IncrementalAlterConfigsRequest request) {
        var records = new ArrayList<MetadataRecord>();
        var response = new IncrementalAlterConfigsResponse();
        var resources = request.resources().stream()
                .map(wanted -> resource(wanted.resourceType(), wanted.resourceName()))
                .toList();
        var entries = request.resources().stream()
                .mapToInt(wanted -> wanted.configs().size())
                .sum();
        for (var wanted : request.resources()) {
            var resource = resource(wanted.resourceType(), wanted.resourceName());
            var change =
                    refuse(resources, resource, entries).orElseGet(() -> change(image, resource, wanted.configs()));
            var refusal = decide(image, resource, change, records);
            response.responses()
                    .add(new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse()
                            .resourceType(wanted.resourceType())
                            .resourceName(wanted.resourceName())
                            .errorCode(code(refusal))
                            .errorMessage(refusal.map(Refusal::message).orElse(null)));
        }
        return new ControllerResult<>(request.validateOnly() ? List.of() : records, response);
    }

    private static Change change(MetadataImage image, ConfigResource resource, List<AlterableConfig> operations) {
        var current = image.config(resource);
        var values = new HashMap<String, @Nullable String>();
        for (var operation : operations) {
            var name = operation.name();
            if (values.containsKey(name)) {
                return repetition(name);
            }
            var value = operation.value();
            if (value == null && operation.configOperation() != DELETE) {
                return Change.refused(
                        ErrorCode.INVALID_REQUEST,
                        "%s has no value. Use DELETE to go back to the default.".formatted(name));
            }
            var key = Configurations.table(resource.type()).flatMap(table -> table.find(name));
            switch (operation.configOperation()) {
                case SET -> values.put(name, value);
                case DELETE -> values.put(name, null);
                case APPEND, SUBTRACT -> {
                    if (key.isEmpty() || key.get().type() != ConfigType.LIST || value == null) {
                        return Change.refused(
                                notAList(resource),
                                "%s is not a list; elements can be added to and taken from lists only."
                                        .formatted(name));
                    }
                    var before = elements(key.get(), current.get(name));
                    values.put(name, combine(before, ConfigKey.elements(value), operation.configOperation()));
                }
                default -> {
                    return Change.refused(
                            ErrorCode.INVALID_REQUEST,
                            "Unknown operation %d on %s; 0 sets, 1 deletes, 2 appends, 3 subtracts."
                                    .formatted(operation.configOperation(), name));
                }
            }
        }
        return new Change(values, Optional.empty());
    }

    private static ErrorCode notAList(ConfigResource resource) {
        return resource.type() == ConfigResource.Type.BROKER ? ErrorCode.INVALID_REQUEST : ErrorCode.INVALID_CONFIG;
    }

    private static List<String> elements(ConfigKey key, @Nullable String current) {
        return ConfigKey.elements(current == null ? key.defaultIfAny().orElse("") : current);
    }

    private static String combine(List<String> before, List<String> operand, byte operation) {
        var elements = new ArrayList<>(before);
        if (operation == SUBTRACT) {
            elements.removeAll(operand);
        } else {
            operand.stream().filter(element -> !elements.contains(element)).forEach(elements::add);
        }
        return String.join(",", elements);
    }

    // ---- all at once

    ControllerResult<AlterConfigsResponse> replace(MetadataImage image, AlterConfigsRequest request) {
        var records = new ArrayList<MetadataRecord>();
        var response = new AlterConfigsResponse();
        var resources = request.resources().stream()
                .map(wanted -> resource(wanted.resourceType(), wanted.resourceName()))
                .toList();
        var entries = request.resources().stream()
                .mapToInt(wanted -> wanted.configs().size())
                .sum();
        for (var wanted : request.resources()) {
            var resource = resource(wanted.resourceType(), wanted.resourceName());
            var change = refuse(resources, resource, entries).orElseGet(() -> change(image, resource, wanted));
            var refusal = decide(image, resource, change, records);
            response.responses()
                    .add(new AlterConfigsResponse.AlterConfigsResourceResponse()
                            .resourceType(wanted.resourceType())
                            .resourceName(wanted.resourceName())
                            .errorCode(code(refusal))
                            .errorMessage(refusal.map(Refusal::message).orElse(null)));
        }
        return new ControllerResult<>(request.validateOnly() ? List.of() : records, response);
    }

    private static Change change(
            MetadataImage image, ConfigResource resource, AlterConfigsRequest.AlterConfigsResource wanted) {
        var values = new HashMap<String, @Nullable String>();
        for (var config : wanted.configs()) {
            if (config.value() == null) {
                return Change.refused(
                        ErrorCode.INVALID_REQUEST,
                        "%s has no value. Leave the key out to go back to the default.".formatted(config.name()));
            }
            if (values.put(config.name(), config.value()) != null) {
                return repetition(config.name());
            }
        }
        image.config(resource).keySet().forEach(name -> values.putIfAbsent(name, null));
        return new Change(values, Optional.empty());
    }

    // ---- both

    private static ConfigResource resource(byte type, String name) {
        return new ConfigResource(ConfigResource.Type.of(type), name);
    }

    /// What is wrong with the request as a whole. A resource that is named twice is refused twice: nobody knows which
    /// was meant.
    private static Optional<Change> refuse(List<ConfigResource> all, ConfigResource resource, int entries) {
        if (entries > Controller.MAX_RECORDS) {
            return Optional.of(Change.refused(
                    ErrorCode.POLICY_VIOLATION,
                    "The request changes %d settings; at most %d are allowed at a time. Nothing was changed."
                            .formatted(entries, Controller.MAX_RECORDS)));
        }
        return Collections.frequency(all, resource) > 1
                ? Optional.of(Change.refused(
                        ErrorCode.INVALID_REQUEST,
                        "The request names %s '%s' more than once. Name it once."
                                .formatted(resource.type(), resource.name())))
                : Optional.empty();
    }

    private static Change repetition(String name) {
        return Change.refused(
                ErrorCode.INVALID_REQUEST, "%s is changed more than once in one request.".formatted(name));
    }

    private static Optional<Refusal> decide(
            MetadataImage image, ConfigResource resource, Change change, List<MetadataRecord> records) {
        var refusal = Configurations.checkResource(image, resource)
                .or(change::refusal)
                .or(() -> Configurations.checkValues(resource.type(), image.config(resource), change.values()));
        if (refusal.isEmpty()) {
            records.addAll(Configurations.records(image, resource, change.values()));
        }
        return refusal;
    }

    private static short code(Optional<Refusal> refusal) {
        return refusal.map(Refusal::error).orElse(ErrorCode.NONE).code();
    }
}
