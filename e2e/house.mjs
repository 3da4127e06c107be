// The product as a stranger meets it: its binary with an invented county, on a free port of loopback
// with a folder of its own, and a browser that notes everything that goes wrong.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const BUILDS = ["../target/release/yizhan", "../target/debug/yizhan"];
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** A job that was given up, as another version may leave one behind: no journey fails one on purpose. */
const DEAD_LETTER = `
import sqlite3, sys, time, uuid
now = int(time.time() * 1_000_000)
with sqlite3.connect(sys.argv[1], timeout=10) as store:
    store.execute(
        "INSERT INTO job (id, kind, payload, state, attempts, not_before, done, total, error, cause,"
        " line, place, created_at, updated_at, dead_at)"
        " VALUES (?, ?, 'null', 'failed', 12, 0, 0, 0, 'jobs.exhausted', 'request.busy', ?, 1, ?, ?, ?)",
        (uuid.uuid4().bytes, "retired.follow-a-change-of-hours", "retired/440305-00121", now, now, now))
store.close()
`;
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** YIZHAN_BIN, else the release build, else the debug build. */
function binary() {
  const asked = process.env.YIZHAN_BIN;
  const built = BUILDS.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = (asked ? [resolve(asked)] : built).find(existsSync);
  if (!found) throw new Error("there is no yizhan to drive: run make build, or name one in YIZHAN_BIN");
  return found;
}

/** Starts the product with an invented county; `close` ends it by the process it was started as. */
export async function serve() {
  const data = mkdtempSync(join(tmpdir(), "yizhan-e2e-"));
  const options = ["--data", data, "--json", "--quiet", "demo", "--scale", "county", "--listen", "127.0.0.1:0"];
  const child = spawn(binary(), options, { stdio: ["ignore", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const { url, accounts } = await new Promise((done, failed) => {
    lines.once("line", (line) => done(JSON.parse(line)));
    child.once("exit", (code) => failed(new Error(`the product ended with ${code}`)));
  });
  await ready(url);
  return {
    url,
    account: (login) => accounts.find((each) => each.login === login),
    /** What a command beside the server says. */
    command: (...words) => JSON.parse(execFileSync(binary(), ["--data", data, "--json", ...words], { encoding: "utf8" })),
    /** Leaves a dead letter for the administrator. */
    deadLetter: () => execFileSync("python3", ["-c", DEAD_LETTER, join(data, "yizhan.db")]),
    async close() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true });
    },
  };
}

/** The product and a browser. */
export async function openHouse() {
  const served = await serve();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  return {
    ...served,
    browser,
    sessions: new Map(),
    async close() {
      await browser.close();
      await served.close();
    },
  };
}

/** Asks until the product answers; it has bound its port already. */
async function ready(url) {
  const answer = await fetch(`${url}/readyz`);
  if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
}

/**
 * A visitor with a browser of their own. `faults` holds every error of the console and of scripts,
 * what the content policy refused, every request that failed and every answer of 400 or more that
 * is not among `expects`. A request that a navigation cuts off is no fault.
 */
export async function visitor(house, { width = 1440, height = 900, expects = [], ...options } = {}) {
  const context = await house.browser.newContext({
    baseURL: house.url,
    viewport: { width, height },
    locale: "zh-CN",
    ...options,
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    // The browser names such answers a second time; they are noted below with their status.
    const told = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !told) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (!["net::ERR_ABORTED", ...expects].includes(why)) faults.push(`${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !expects.includes(status)) faults.push(`${response.url()}: ${status}`);
  });
  return { context, page, faults };
}

/** Writes an account and its password into the form of /sign-in and sends it. */
export async function signIn(page, login, password) {
  await page.goto("/sign-in");
  await page.fill("#login", login);
  await page.fill("#password", password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.click("main form button.primary")]);
}

/** Somebody of the demonstration who has signed in; the session is made once for each house. */
export async function signedIn(house, login, options) {
  if (!house.sessions.has(login)) {
    const { page, context } = await visitor(house);
    await signIn(page, login, house.account(login).password);
    house.sessions.set(login, await context.storageState());
    await context.close();
  }
  return visitor(house, { ...options, storageState: house.sessions.get(login) });
}

/** The number that an element shows. */
export async function figure(locator) {
  return Number((await locator.textContent()).replace(/[^\d.]/g, ""));
}
