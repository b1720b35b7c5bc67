# Every image of the platform, from one build:
#   docker build --target broker .
#   docker build --target service --build-arg SERVICE=order-service .
#   docker build --target runner .

# Maven wants the poms of all modules, also of those it does not build. A change elsewhere leaves this stage's outcome,
# and so the stages after it, as they are.
FROM maven:3.9-eclipse-temurin-25 AS poms
COPY . /source
RUN find /source -type f ! -name pom.xml -delete

# The broker first: a change of a service does not compile it again. Downloads live in a cache mount, which outlives
# every layer and is shared by all stages, one at a time.
FROM maven:3.9-eclipse-temurin-25 AS build-broker
WORKDIR /source
ENV MAVEN_ARGS="--batch-mode --no-transfer-progress -Pquick -DskipTests"
COPY --from=poms /source ./
COPY broker-node broker-node
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn package --also-make --projects broker-node/server

FROM build-broker AS build-services
COPY .env ./
COPY infrastructure/postgres infrastructure/postgres
COPY libs libs
COPY order-service order-service
COPY inventory-service inventory-service
COPY payment-service payment-service
COPY saga-orchestrator saga-orchestrator
COPY notification-service notification-service
COPY outbox-relay outbox-relay
COPY runner runner
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn package --also-make --projects order-service,inventory-service,payment-service,saga-orchestrator,notification-service,outbox-relay,runner
# What changes rarely and is large in layers of its own: libraries that all services have, one service's libraries.
RUN <<END
    set -eu
    services="order-service inventory-service payment-service saga-orchestrator notification-service outbox-relay"
    for service in $services; do
        java -Djarmode=tools -jar "$service/target/$service.jar" extract --layers --destination "/layers/$service"
        mv "/layers/$service/application/$service.jar" "/layers/$service/application/service.jar"
    done
    mkdir -p /layers/shared/lib
    for library in /layers/order-service/dependencies/lib/*; do
        name=$(basename "$library")
        users=$(ls /layers/*/dependencies/lib/"$name" | wc -l)
        if [ "$users" = 6 ]; then
            cp -p "$library" /layers/shared/lib/
            rm /layers/*/dependencies/lib/"$name"
        fi
    done
    mkdir -p /layers/runner/lib
    cp -p runner/target/runner.jar /layers/runner/
    cp -p runner/target/lib/jackson-* /layers/runner/lib/
END

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 highwater \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin highwater \
    && install --directory --owner=10001 --group=10001 /data
COPY --chmod=0755 infrastructure/docker/is-healthy infrastructure/docker/start /usr/local/bin/
WORKDIR /application

# Each program is run once while its image is made: what the JVM learns about its classes then is kept in a cache, and
# containers start with half of the work.
FROM runtime AS broker
COPY infrastructure/java/broker.options java.options
COPY --from=build-broker /source/broker-node/server/target/broker-server.jar ./
RUN <<END
    set -eu
    java @java.options -Xmx128m -XX:AOTCacheOutput=broker-server.aot -Xlog:aot=off,cds=off -jar broker-server.jar \
        --override listeners=PLAINTEXT://127.0.0.1:9092 --override log.dirs=/tmp/learning &
    until is-healthy 9404 /health 2>/dev/null; do kill -0 $!; sleep 0.2; done
    kill $!
    wait $! || true
    rm -r /tmp/learning
    ls -l broker-server.aot
END
USER 10001
ENV HIGHWATER_HEAP=128m HIGHWATER_DATA=/data
EXPOSE 9092 9404
ENTRYPOINT ["start", "broker-server"]

FROM runtime AS service
ARG SERVICE
COPY infrastructure/java/service.options java.options
COPY --from=build-services /layers/shared/ ./
COPY --from=build-services /layers/${SERVICE}/dependencies/ ./
COPY --from=build-services /layers/${SERVICE}/application/ ./
RUN java @java.options -Xmx256m -XX:AOTCacheOutput=service.aot -Xlog:aot=off,cds=off \
        -Dspring.context.exit=onRefresh -Dspring.flyway.enabled=false -jar service.jar \
    && ls -l service.aot
USER 10001
ENV HIGHWATER_HEAP=256m SERVER_PORT=8080
EXPOSE 8080
ENTRYPOINT ["start", "service"]

# The demo and the load, for machines that have nothing but Docker.
FROM runtime AS runner
COPY --from=build-services /layers/runner/ ./
USER 10001
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-jar", "runner.jar"]
CMD ["--help"]
