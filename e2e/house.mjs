// The product as a stranger meets it: the release binary with an invented county, on a free port of
// loopback with a folder of its own, and a browser that notes everything that goes wrong.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const BINARY = resolve(process.env.YIZHAN_BIN ?? "../target/release/yizhan");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the product; `close` ends it by the process it was started as. */
export async function openHouse() {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run make build`);
  const data = mkdtempSync(join(tmpdir(), "yizhan-e2e-"));
  const options = ["--data", data, "--json", "--quiet", "demo", "--scale", "county", "--listen", "127.0.0.1:0"];
  const child = spawn(BINARY, options, { stdio: ["ignore", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const { url, accounts } = await new Promise((done, failed) => {
    lines.once("line", (line) => done(JSON.parse(line)));
    child.once("exit", (code) => failed(new Error(`the product ended with ${code}`)));
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  const house = {
    url,
    browser,
    account: (login) => accounts.find((each) => each.login === login),
    async close() {
      await browser.close();
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true });
    },
  };
  await ready(url);
  return house;
}

/** Asks until the product answers; it has bound its port already. */
async function ready(url) {
  const answer = await fetch(`${url}/readyz`);
  if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
}

/** A visitor with a browser of their own. `faults` holds every error of the console and of scripts. */
export async function visitor(house, { width = 1440, height = 900, ...options } = {}) {
  const context = await house.browser.newContext({
    baseURL: house.url,
    viewport: { width, height },
    locale: "zh-CN",
    ...options,
  });
  const page = await context.newPage();
  const faults = [];
  // A page that answers 4xx is named by the browser too; the test looks at the status itself.
  const expected = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED/;
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  return { context, page, faults };
}

/** Somebody who has signed in. */
export async function signedIn(house, login, options) {
  const guest = await visitor(house, options);
  const { page } = guest;
  await page.goto("/sign-in");
  await page.fill("#login", login);
  await page.fill("#password", house.account(login).password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.click("main form button")]);
  return guest;
}
