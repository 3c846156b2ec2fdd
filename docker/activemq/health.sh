#!/bin/bash
# 0 when the broker answers in STOMP: a port that is open says too little. Where there is sign-on, there is a user for it.
users=/run/secrets/activemq.users
sign_on=
if [[ -r $users ]]; then sign_on="login:health\npasscode:$(sed -n 's/^health=//p' "$users")\n"; fi
exec 3<>/dev/tcp/127.0.0.1/61613 || exit 1
printf "CONNECT\naccept-version:1.2\nhost:localhost\n$sign_on\n\0" >&3
IFS= read -r -t 3 answer <&3
printf 'DISCONNECT\n\n\0' >&3
[[ $answer == CONNECTED ]]
