// Builds frontend/dist: scripts, styles and pictures under names that carry their content's hash,
// a gzip twin beside each, and manifest.json, which maps a plain name to its address:
//
//   { "app.css": "/assets/app-HASH.css", "public.js": "/assets/public-HASH.js", … }
//
// The binary embeds the folder and serves it under /assets. Prints each size and fails when what a
// public page loads first grows past its budget.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { foreignStyles, styles } from "./build/styles.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DIST = here("dist/");

/** What a public page loads first. Of the 50 KB that UI.md allows, the page itself keeps 10. */
const FIRST_VIEW = ["app.css", "public.js", "icons.svg", "favicon.svg"];
const FIRST_VIEW_LIMIT = 40 * 1024;

const sources = new Map([
  ["app.css", await styles(here("styles/app.css"))],
  ["swagger.css", foreignStyles(here("node_modules/swagger-ui-dist/swagger-ui.css"))],
  ...(await scripts(["public", "app", "swagger"])),
  ["icons.svg", await picture("icons.svg")],
  ["mark.svg", await picture("mark.svg")],
  ["favicon.svg", await picture("favicon.svg")],
]);

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST);
const manifest = {};
const sizes = new Map();
for (const [name, content] of sources) {
  const [stem, kind] = name.split(".");
  const file = `${stem}-${hash(content)}.${kind}`;
  const packed = gzipSync(content, { level: 9 });
  await writeFile(DIST + file, content);
  await writeFile(`${DIST}${file}.gz`, packed);
  manifest[name] = `/assets/${file}`;
  sizes.set(name, packed.length);
  console.log(`${name.padEnd(14)} ${kilobytes(content.length)} ${kilobytes(packed.length)} gzip`);
}
await writeFile(`${DIST}manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);

const firstView = FIRST_VIEW.reduce((sum, name) => sum + sizes.get(name), 0);
console.log(`first view     ${kilobytes(firstView)} gzip of ${kilobytes(FIRST_VIEW_LIMIT).trim()}`);
if (firstView > FIRST_VIEW_LIMIT) {
  console.error(`The first view of a public page (${FIRST_VIEW.join(", ")}) is over its budget.`);
  process.exit(1);
}

/** The named scripts as [name.js, content], each with everything it imports. */
async function scripts(names) {
  const result = await esbuild.build({
    absWorkingDir: here("."),
    entryPoints: names.map((name) => ({ in: `scripts/${name}.ts`, out: name })),
    outdir: "dist",
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    charset: "utf8",
    legalComments: "eof",
    // Chromium 87 and Safari 14 know all of it.
    target: "es2020",
    logLevel: "warning",
  });
  if (result.warnings.length > 0) process.exit(1);
  return result.outputFiles.map((file) => [file.path.split("/").at(-1), Buffer.from(file.contents)]);
}

async function picture(name) {
  const text = await readFile(here(`icons/${name}`), "utf8");
  return Buffer.from(text.replace(/>\s+</g, "><").trim());
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
}
