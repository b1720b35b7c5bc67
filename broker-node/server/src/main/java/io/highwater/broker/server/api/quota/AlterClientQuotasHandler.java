package io.highwater.broker.server.api.quota;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.AlterClientQuotasRequest;
import io.highwater.broker.protocol.message.AlterClientQuotasResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.Background;
import io.highwater.broker.server.runtime.ControllerHost;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Sets and removes quotas; answered when they are in force.
public final class AlterClientQuotasHandler implements Handler<AlterClientQuotasRequest, AlterClientQuotasResponse> {
    private static final Api<AlterClientQuotasRequest, AlterClientQuotasResponse> API =
            Api.of(ApiKey.ALTER_CLIENT_QUOTAS, 0, 1, AlterClientQuotasRequest::read);
    private static final String IP = "ip";

    private final ControllerHost host;
    private final Controller controller;
    private final Background background;

    public AlterClientQuotasHandler(ControllerHost host, Controller controller, Background background) {
        this.host = host;
        this.controller = controller;
        this.background = background;
    }

    @Override
    public Api<AlterClientQuotasRequest, AlterClientQuotasResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<AlterClientQuotasResponse> handle(Call call, AlterClientQuotasRequest request) {
        Set<String> names = hostNames(request);
        CompletionStage<Set<String>> known = names.isEmpty()
                ? CompletableFuture.completedFuture(Set.of())
                : background.submit(call.shard(), () -> known(names));
        return known.thenCompose(hosts -> host.decide(image ->
                controller.alterClientQuotas(image, request, name -> isAddress(name) || hosts.contains(name))));
    }

    private static Set<String> hostNames(AlterClientQuotasRequest request) {
        var names = new HashSet<String>();
        request.entries()
                .forEach(entry -> entry.entity().forEach(part -> {
                    String name = part.entityName();
                    if (part.entityType().equals(IP) && name != null && !name.isEmpty() && !isAddress(name)) {
                        names.add(name);
                    }
                }));
        return names;
    }

    private static boolean isAddress(String name) {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }

    /// Asks the resolver of the machine, which may take its time.
    private static Set<String> known(Set<String> names) {
        var known = new HashSet<String>();
        for (String name : names) {
            try {
                InetAddress.getByName(name);
                known.add(name);
            } catch (UnknownHostException _) {
                // Left out: it is no host.
            }
        }
        return known;
    }
}
