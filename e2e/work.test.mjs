// The counter and those above it: a tap counts at every level, can be taken back, is never lost.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { figure, openHouse, signedIn, signIn, visitor } from "./house.mjs";

let house;
before(async () => {
  house = await openHouse();
});
after(async () => {
  await house.close();
});

const LEVELS = ["county", "city", "province", "nation"];
const key = (page, service) => page.locator(`button[name="service"][value="${service}"]`);
const count = (page, service) => figure(key(page, service).locator(".n"));
const becomes = (page, service, wanted) =>
  page.waitForFunction(
    ([service, wanted]) => document.querySelector(`button[value="${service}"] .n`).textContent === wanted,
    [service, String(wanted)],
  );

/** The demonstration lives, so the figure may rise by more, never by less, and within two seconds. */
const rises = (page, least) =>
  page.waitForFunction(
    (least) => Number(document.querySelector('[data-figure="today"]').textContent.replace(/\D/g, "")) >= least,
    least,
    { timeout: 2_000 },
  );

test("three people are two taps, and county, city, province and nation move within two seconds", async () => {
  const offices = await Promise.all(LEVELS.map((login) => signedIn(house, login)));
  const figures = [];
  for (const { page } of offices) {
    await page.goto("/console");
    figures.push(await figure(page.locator('[data-figure="today"]')));
  }
  const desk = await signedIn(house, "ambassador", { width: 360, height: 780 });
  await desk.page.goto("/desk");
  const earlier = await count(desk.page, "A06");
  await desk.page.click('[data-action="stepper#more"]', { clickCount: 2 });
  await key(desk.page, "A06").click();
  await Promise.all(offices.map(({ page }, index) => rises(page, figures[index] + 3)));
  await becomes(desk.page, "A06", earlier + 3);
  assert.equal(await desk.page.inputValue('input[name="people"]'), "1");
  // What was just recorded can be taken back.
  await desk.page.locator(".toast button").click();
  await becomes(desk.page, "A06", earlier);
  assert.deepEqual([desk, ...offices].flatMap((each) => each.faults), []);
  await Promise.all([desk, ...offices].map((each) => each.context.close()));
});

test("one tap records one person; a second tap at once is the same tap", async () => {
  const { page, faults, context } = await signedIn(house, "ambassador", { width: 768 });
  await page.goto("/desk");
  const earlier = await count(page, "A05");
  await key(page, "A05").dblclick();
  await becomes(page, "A05", earlier + 1);
  await page.reload();
  assert.equal(await count(page, "A05"), earlier + 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a tap without network is kept through a reload and sent when it is back", async () => {
  const offline = "net::ERR_INTERNET_DISCONNECTED";
  const { page, context, faults } = await signedIn(house, "ambassador", { width: 360, expects: [offline] });
  await page.goto("/desk");
  const earlier = await count(page, "A03");
  await context.setOffline(true);
  await key(page, "A03").click();
  await page.locator('[data-record-target="waiting"]').waitFor({ state: "visible" });
  await context.setOffline(false);
  await page.reload();
  await becomes(page, "A03", earlier + 1);
  await page.locator('[data-record-target="waiting"]').waitFor({ state: "hidden" });
  assert.deepEqual(faults, []);
  await context.close();
});

test("a page that cannot be fetched again stays, and follows when there is a network", async () => {
  const { page, context } = await signedIn(house, "ambassador", { width: 360 });
  await page.goto("/desk");
  const earlier = await count(page, "A01");
  await page.evaluate(() => {
    window.same = true;
  });
  const fetched = (url) => url.pathname === "/desk";
  await page.route(fetched, (route) => route.abort("internetdisconnected"));
  const failed = page.waitForEvent("requestfailed", (request) => fetched(new URL(request.url())));
  await key(page, "A01").click();
  await failed;
  await page.unroute(fetched);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await becomes(page, "A01", earlier + 1);
  assert.ok(await page.evaluate(() => window.same), "the page was loaded anew");
  await context.close();
});

test("without script the counter works", async () => {
  const { page, faults, context } = await visitor(house, { width: 360, javaScriptEnabled: false });
  await signIn(page, "ambassador", house.account("ambassador").password);
  await page.goto("/desk");
  const earlier = await count(page, "A04");
  await page.fill('input[name="people"]', "2");
  await key(page, "A04").click();
  assert.equal(await count(page, "A04"), earlier + 2);
  await page.locator('form[action="/desk/reversals"] button').first().click();
  assert.equal(await count(page, "A04"), earlier);
  assert.deepEqual(faults, []);
  await context.close();
});

test("the code that the counter draws is the guest's to rate with, once", async () => {
  const { page, faults, context } = await signedIn(house, "ambassador", { width: 360, height: 780 });
  await page.goto("/desk");
  const earlier = await count(page, "A05");
  const drawn = page.locator("#invite");
  assert.equal(await drawn.isVisible(), false);
  const taken = page.evaluate(
    () => new Promise((told) => addEventListener("record:taken", ({ detail }) => told(detail), { once: true })),
  );
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await key(page, "A05").click();
  await drawn.waitFor({ state: "visible" });
  const { token } = await taken;
  const digest = createHash("sha256").update(token).digest("base64url");
  assert.equal(new URLSearchParams((await sent).postData()).get("rating_key"), digest);
  // The page refreshes itself behind the tap, and the code stays until it is closed.
  await becomes(page, "A05", earlier + 1);
  await page.locator('.toast a[href="#invite"]').click();
  const other = await count(page, "A06");
  await key(page, "A06").click();
  await becomes(page, "A06", other + 1);
  assert.equal(await drawn.isVisible(), true);
  const address = (await page.locator("main").getAttribute("data-invite-address-value")) + token;
  const guest = await visitor(house, { width: 360 });
  await guest.page.goto(address);
  await guest.page.locator('label:has(input[name="score"][value="5"])').click();
  await guest.page.locator('form.rate button[type="submit"], form.rate button:not([type])').last().click();
  await guest.page.locator('form[action$="/withdrawal"]').waitFor();
  assert.deepEqual([...faults, ...guest.faults], []);
  await Promise.all([context.close(), guest.context.close()]);
});

test("every figure opens down to the record, which a supervisor can reverse", async () => {
  const desk = await signedIn(house, "ambassador", { width: 360 });
  await desk.page.goto("/desk");
  const earlier = await count(desk.page, "B01");
  await key(desk.page, "B01").click();
  await becomes(desk.page, "B01", earlier + 1);
  const { page, faults, context } = await signedIn(house, "nation");
  await page.goto("/console");
  for (const name of ["广东省", "深圳市", "南山区"]) {
    await page.locator("tbody th a", { hasText: name }).click();
    await page.waitForFunction((name) => document.querySelector("h1").innerText.includes(name), name);
  }
  const station = house.account("ambassador").unit;
  await page.locator("tbody tr", { hasText: station }).locator("th a").click();
  await page.waitForURL(/\/visits\?/);
  const row = page.locator("tbody tr", { hasText: "餐食加热" }).first();
  await row.locator("th a").click();
  await page.waitForURL(/\/console\/visits\//);
  const reverse = page.locator('form[action$="/reversal"]');
  await reverse.locator("input[name=reason]").fill("记重了");
  await reverse.locator("button").click();
  await reverse.waitFor({ state: "detached" });
  assert.ok((await page.locator("main").innerText()).includes("记重了"));
  await becomes(desk.page, "B01", earlier);
  assert.deepEqual([...faults, ...desk.faults], []);
  await context.close();
  await desk.context.close();
});

test("what lies above or beside is not shown: 403 in words, and no way in", async () => {
  const { page, faults, context } = await signedIn(house, "ambassador", { width: 360, expects: [403, 404] });
  assert.equal((await page.goto("/console")).status(), 403);
  assert.ok(await page.locator("main .state h1").isVisible());
  const county = await signedIn(house, "county", { expects: [403, 404] });
  assert.equal((await county.page.goto("/console/units/110101")).status(), 404);
  assert.deepEqual([...faults, ...county.faults], []);
  await context.close();
  await county.context.close();
});
