#!/bin/sh
# Stands in for a browser: whatever it is asked for, its picture is its arguments.
for argument in "$@"; do
  case "$argument" in --screenshot=*) echo "$@" > "${argument#--screenshot=}" ;; esac
done
