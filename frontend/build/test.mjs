// Runs tests/*.test.ts with node's own runner. Node 20 reads no TypeScript, so esbuild writes them
// out first, each with what it imports.

import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../node_modules/.cache/tests/");

const tests = (await readdir(here("../tests"))).filter((name) => name.endsWith(".test.ts"));
await rm(OUT, { recursive: true, force: true });
await esbuild.build({
  entryPoints: tests.map((name) => here(`../tests/${name}`)),
  outdir: OUT,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
const compiled = tests.map((name) => OUT + name.replace(/\.ts$/, ".mjs"));
const { status } = spawnSync(process.execPath, ["--test", ...compiled], { stdio: "inherit" });
process.exit(status ?? 1);
