package io.highwater.notification.channel.fcm;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// A Google service account as its key file describes it; signs the assertions that are exchanged for access tokens
/// (RFC 7523).
record ServiceAccount(
        @JsonProperty("project_id") String projectId,
        @JsonProperty("client_email") String clientEmail,
        @JsonProperty("private_key") String privateKeyPem,
        @JsonProperty("token_uri") URI tokenUri) {
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final Duration VALID_FOR = Duration.ofMinutes(10);

    static ServiceAccount read(Path file, JsonMapper json) {
        try {
            return json.readValue(Files.readString(file), ServiceAccount.class);
        } catch (IOException e) {
            throw new UncheckedIOException("service account key file " + file, e);
        }
    }

    /// A signed statement that we are this account, valid for ten minutes from `now`.
    String assertion(JsonMapper json, Instant now) {
        var claims = new TreeMap<String, Object>();
        claims.put("iss", clientEmail);
        claims.put("scope", SCOPE);
        claims.put("aud", tokenUri.toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(VALID_FOR).getEpochSecond());
        var unsigned = base64(json.writeValueAsBytes(Map.of("alg", "RS256", "typ", "JWT"))) + "."
                + base64(json.writeValueAsBytes(claims));
        return unsigned + "." + base64(sign(unsigned));
    }

    private byte[] sign(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign as " + clientEmail, e);
        }
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        var body = privateKeyPem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Without the key, which must not reach a log.
    @Override
    public String toString() {
        return "ServiceAccount[" + clientEmail + "]";
    }
}
