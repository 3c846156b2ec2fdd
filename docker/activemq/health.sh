#!/bin/bash
# 0 when the broker answers. Behind TLS any bytes that are no handshake are answered with an alert, which is an answer.
if [[ $ACTIVEMQ_CONF == */secure ]]; then port=61614; else port=61613; fi
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'CONNECT\naccept-version:1.2\nhost:localhost\n\n\0' >&3
IFS= read -r -t 3 -n 1 answer <&3
[[ $port == 61614 || $answer == C ]]
