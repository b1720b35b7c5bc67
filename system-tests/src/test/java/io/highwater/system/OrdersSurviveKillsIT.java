package io.highwater.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The promise of the platform: each process killed in the middle of running orders and started again,
/// every order reaches a final state, stock and credit balance, and every user hears of every final
/// state once.
@ExtendWith(PlatformLifecycle.class)
class OrdersSurviveKillsIT {
    private static final int ORDERS = 200;

    private static final List<String> SERVICES = List.of(
            "order-service",
            "inventory-service",
            "payment-service",
            "saga-orchestrator",
            "notification-service",
            "notification-dead-letter-worker",
            "outbox-relay");

    private final Platform platform = Platform.running();
    private final Shop shop = new Shop(platform);

    @Test
    void everyOrderEndsCleanlyThoughEveryProcessIsKilled() throws IOException, InterruptedException {
        var audit = Audit.open(shop);
        var customers = Customers.start(shop, ORDERS);
        for (Runnable kill : kills()) {
            customers.awaitFurther(ORDERS / 10);
            kill.run();
        }

        audit.close(customers.awaitAll());
    }

    private List<Runnable> kills() {
        var kills = new ArrayList<Runnable>();
        SERVICES.forEach(service -> kills.add(() -> platform.kill(service)));
        platform.cluster().parts().forEach(part -> kills.add(() -> platform.kill(part)));
        kills.add(platform.cluster()::killNodes);
        return kills;
    }
}
