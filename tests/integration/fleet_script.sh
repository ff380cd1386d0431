#!/bin/sh -eu
# One deployment from deploy to terminated, in the ten lines that the README shows.
id=$(gamekeeper-fleet deploy sample v1 --at 45.5,-73.6 --tag night-shift -q)
gamekeeper-fleet wait "$id" --for ready --timeout 1m
gamekeeper-fleet tags add "$id" "é/100%"
gamekeeper-fleet list --tag night-shift
gamekeeper-fleet logs "$id"
gamekeeper-fleet metrics "$id" --plot
gamekeeper-fleet stop "$id"
gamekeeper-fleet wait "$id" --for terminated --timeout 1m
