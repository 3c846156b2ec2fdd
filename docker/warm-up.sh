#!/bin/sh
# Starts each service once, against servers that are not there, so that Node fills NODE_COMPILE_CACHE with what it
# compiles. A service that waits for its servers has loaded all of its code.
set -eu
export SENSOR_TYPE=air MQTT_URL=mqtt://127.0.0.1:1 ACTIVEMQ_URL=stomp://127.0.0.1:1 ELASTICSEARCH_URL=http://127.0.0.1:1
export SMTP_URL=smtp://127.0.0.1:1 MAIL_FROM=warm-up@example.com MAIL_TO=warm-up@example.com PUBLIC_URL=http://127.0.0.1:1
export ACKNOWLEDGE_SECRET=only-for-this-build-step-0123456789 AUTH=none LOG_LEVEL=silent
for service in gateway ingestor alerter live-page operations; do
  [ -f "$service/main.ts" ] || continue
  node "$service/main.ts" &
  until node docker/health.mjs; do kill -0 $! && sleep 0.2; done
  # What comes after the start is compiled then.
  sleep 2
  kill $! && wait $!
done
# The process that the alerter draws pictures in; nobody talks to it here, so it ends at once.
node --liftoff-only alerter/mail/png-process.ts
node simulator/main.ts --dry-run --count 100 --backfill 1h --once >/dev/null
