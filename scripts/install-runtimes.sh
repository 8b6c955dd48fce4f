#!/usr/bin/env bash
# Installs what the tests of test/runtimes run in. It stands outside of the project because it is large: the
# folder takes 400 MB, and Chromium comes from Debian. Then: DISCOGEN_RUNTIMES=FOLDER npx vitest run test/runtimes
set -euo pipefail
folder="${1:?usage: scripts/install-runtimes.sh FOLDER}"

mkdir -p "$folder"
npm install --prefix "$folder" --no-audit --no-fund --save-exact \
  bun@1.4.5 deno@2.9.6 playwright-core@1.65.1 workerd@1.20261117.1

if [ ! -x /usr/bin/chromium ]; then
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium
fi
