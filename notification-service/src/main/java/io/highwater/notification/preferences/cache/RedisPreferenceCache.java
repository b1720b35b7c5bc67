package io.highwater.notification.preferences.cache;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.highwater.notification.preferences.PreferenceCache;
import io.highwater.notification.preferences.Preferences;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A hash per user with fields `version` and `json`.
final class RedisPreferenceCache implements PreferenceCache {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPreferenceCache.class);

    /// Compares and sets in one step, so that of two writers the newer version wins whoever comes last.
    private static final RedisScript<Long> KEEP = RedisScript.of("""
        local present = redis.call('HGET', KEYS[1], 'version')
        if present and tonumber(present) > tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], 'version', ARGV[1], 'json', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1\
        """, Long.class);

    private final StringRedisTemplate redis;
    private final JsonMapper json;
    private final CircuitBreaker circuitBreaker;
    private final CacheSettings settings;

    RedisPreferenceCache(
            StringRedisTemplate redis, JsonMapper json, CircuitBreaker circuitBreaker, CacheSettings settings) {
        this.redis = redis;
        this.json = json;
        this.circuitBreaker = circuitBreaker;
        this.settings = settings;
    }

    @Override
    public Optional<Preferences> find(String userId) {
        try {
            var copy = circuitBreaker.executeSupplier(
                    () -> redis.<String, String>opsForHash().get(key(userId), "json"));
            return Optional.ofNullable(copy).flatMap(this::decode);
        } catch (CallNotPermittedException _) { // left alone for a while
            return Optional.empty();
        } catch (DataAccessException e) {
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("cache not readable");
            return Optional.empty();
        }
    }

    @Override
    public void keep(Preferences preferences) {
        var version = Long.toString(preferences.version());
        var timeToLive = Long.toString(settings.timeToLive().toMillis());
        var text = json.writeValueAsString(preferences);
        try {
            circuitBreaker.executeSupplier(
                    () -> redis.execute(KEEP, List.of(key(preferences.userId())), version, text, timeToLive));
        } catch (CallNotPermittedException _) { // left alone for a while
            return;
        } catch (DataAccessException e) {
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("cache not writable");
        }
    }

    private Optional<Preferences> decode(String text) {
        try {
            return Optional.of(json.readValue(text, Preferences.class));
        } catch (JacksonException _) { // written by another version of us
            return Optional.empty();
        }
    }

    private static String key(String userId) {
        return "notification:preferences:" + userId;
    }
}
