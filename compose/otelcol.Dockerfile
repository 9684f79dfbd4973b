# The Collector of otelcol-builder.yaml, which is the one that the tests build and run. Used by compose.yaml.
FROM golang:1.26-alpine AS build
RUN go install go.opentelemetry.io/collector/cmd/builder@v0.165.0
WORKDIR /build
COPY compose/otelcol-builder.yaml .
RUN builder --config otelcol-builder.yaml

FROM alpine:3.22
COPY --from=build /build/otelcol-build/otelcol /usr/local/bin/otelcol
USER nobody
ENTRYPOINT ["otelcol"]
