#!/bin/sh
# The main job on the sample archive: from captures to versions, and what changed between two of them.
set -eu
BIN=${BIN:-.venv/bin}
OUT=${OUT:-out}
mkdir -p "$OUT"
rm -f "$OUT/demo.db" "$OUT/demo.db-wal" "$OUT/demo.db-shm"

say() { printf '\n$ %s\n' "$*"; }
scrapy() { "$BIN/python" -m scrapy "$@" -s DATABASE="$OUT/demo.db" -s VENDORS=data/sample-vendors.toml; }

say "scrapy crawl policies -a domain=ringwave.example -s ARCHIVE=data/sample.warc.gz"
scrapy crawl policies -a domain=ringwave.example -s ARCHIVE=data/sample.warc.gz
say "scrapy versions ringwave.example"
scrapy versions ringwave.example
say "scrapy diff ringwave.example --kind privacy 1 2"
scrapy diff ringwave.example --kind privacy 1 2
say "scrapy export ringwave.example --format markdown --output $OUT/policies"
scrapy export ringwave.example --format markdown --output "$OUT/policies"
