package io.highwater.runner.platform;

import java.net.URI;
import java.util.Map;

/// Where the services' REST endpoints are.
public interface Addresses {
    /// The root of a service's endpoints, without a slash at its end.
    String of(String service);

    /// Processes of this machine.
    static Addresses local(Ports ports) {
        return service -> "http://localhost:" + ports.of(service);
    }

    /// Services that somebody else started.
    ///
    /// With `{service}` in it, the URL is a pattern for all (`http://{service}:8080` among containers).
    /// Otherwise it is the address of order-service; the others are on the same host, as far from its port
    /// as they usually are.
    static Addresses at(String url) {
        String root = url.replaceAll("/+$", "");
        URI uri = parse(root.replace("{service}", Ports.ORDER), url);
        if (root.contains("{service}")) {
            return service -> root.replace("{service}", service);
        }
        Ports usual = Ports.of(0, Map.of());
        int distance = uri.getPort() < 0 ? 0 : uri.getPort() - usual.of(Ports.ORDER);
        return service -> "%s://%s:%d".formatted(uri.getScheme(), uri.getHost(), usual.of(service) + distance);
    }

    private static URI parse(String root, String url) {
        try {
            URI uri = URI.create(root);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, together with addresses of other kinds.
        }
        throw new PlatformException(
                "--url takes an address such as http://localhost:8081 or http://{service}:8080 but got '%s'"
                        .formatted(url));
    }
}
