# One image a part, from one build:
#   docker build --target broker .
#   docker build --target service --build-arg SERVICE=order-service .

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
# The downloads live in the cache mount, so a layer of poms alone would save nothing.
RUN --mount=type=cache,target=/root/.m2 mvn --batch-mode --no-transfer-progress -Pquick -DskipTests package --also-make \
    --projects broker-node/server,order-service,inventory-service,payment-service,saga-orchestrator,notification-service,outbox-relay
# Dependencies change rarely and are large, our own classes are neither: a layer for each.
RUN for service in order-service inventory-service payment-service saga-orchestrator notification-service outbox-relay; do \
      java -Djarmode=tools -jar "$service/target/$service.jar" extract --layers --destination "/layers/$service" \
      && mv "/layers/$service/application/$service.jar" "/layers/$service/application/service.jar" || exit 1; \
    done

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 highwater \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin highwater \
    && install --directory --owner=10001 --group=10001 /data
COPY --chmod=0755 infrastructure/docker/is-healthy /usr/local/bin/is-healthy
WORKDIR /application
USER 10001

FROM runtime AS broker
COPY --from=build /source/broker-node/server/target/broker-server.jar broker-server.jar
EXPOSE 9092 9404
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "broker-server.jar"]

FROM runtime AS service
ARG SERVICE
COPY --from=build /layers/${SERVICE}/dependencies/ ./
COPY --from=build /layers/${SERVICE}/snapshot-dependencies/ ./
COPY --from=build /layers/${SERVICE}/application/ ./
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "service.jar"]
