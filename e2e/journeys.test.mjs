// What people come for, from the first click to the last.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, signedIn, visitor } from "./house.mjs";

let house;
before(async () => {
  house = await openHouse();
});
after(async () => {
  await house.close();
});

const NEAR = "/?near=113.93,22.53";
const station = () => house.account("ambassador").unit;

test("the nearest stations are found by position, by place name and by number", async () => {
  const { page, faults, context } = await visitor(house, {
    geolocation: { longitude: 113.93, latitude: 22.53 },
    permissions: ["geolocation"],
  });
  await page.goto("/");
  await Promise.all([page.waitForURL(/near=/), page.click('[data-act="geolocate"]')]);
  const found = page.locator(".find h3 a");
  assert.ok((await found.count()) >= 5);
  await page.fill('input[name="q"]', "南山区");
  await Promise.all([page.waitForURL(/q=/), page.click("form[role=search] button.primary")]);
  assert.ok((await found.count()) >= 5);
  await page.fill('input[name="q"]', station());
  await Promise.all([page.waitForURL(`**/stations/${station()}`), page.click("form[role=search] button.primary")]);
  assert.ok((await page.locator(".plate").first().innerText()).includes(station()));
  assert.deepEqual(faults, []);
  await context.close();
});

test("without script the finder, the station and the counter work", async () => {
  const { page, context } = await visitor(house, { javaScriptEnabled: false });
  await page.goto(NEAR);
  await page.locator(".find h3 a").first().click();
  assert.match(page.url(), /\/stations\//);
  await page.goto("/sign-in?next=/desk");
  await page.fill("#login", "ambassador");
  await page.fill("#password", house.account("ambassador").password);
  await page.click("main form button");
  const count = page.locator('button[name="service"][value="A05"] .n');
  const earlier = Number(await count.textContent());
  await page.click('button[name="service"][value="A05"]');
  assert.equal(Number(await count.textContent()), earlier + 1);
  await context.close();
});

test("language and size are remembered", async () => {
  const { page, faults, context } = await visitor(house);
  await page.goto("/?lang=en");
  await page.goto("/?elder=1");
  await page.goto("/");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(await page.getAttribute("html", "data-size"), "elder");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a wrong password is told kindly, and nobody learns which accounts exist", async () => {
  const { page, context } = await visitor(house);
  const told = async (login) => {
    await page.goto("/sign-in");
    await page.fill("#login", login);
    await page.fill("#password", "not-the-password");
    await page.click("main form button");
    return page.locator('main [role="alert"]').first().innerText();
  };
  assert.equal(await told("ambassador"), await told("nobody-at-all"));
  await context.close();
});

test("a tap at the counter counts at every level, and the open console follows", async () => {
  const desk = await signedIn(house, "ambassador", { width: 360, height: 780 });
  const nation = await signedIn(house, "nation");
  await desk.page.goto("/desk");
  await nation.page.goto("/console");
  const today = nation.page.locator('[data-figure="today"]');
  const earlier = await today.innerText();
  const key = desk.page.locator('button[name="service"][value="A06"]');
  const count = Number(await key.locator(".n").textContent());
  await desk.page.fill('input[name="people"]', "3");
  await key.click();
  await desk.page.waitForFunction(
    (wanted) => document.querySelector('button[value="A06"] .n').textContent === wanted,
    String(count + 3),
  );
  await nation.page.waitForFunction(
    (before) => document.querySelector('[data-figure="today"]').innerText !== before,
    earlier,
    { timeout: 10_000 },
  );
  // And back again: what was just recorded can be taken back.
  await desk.page.locator('form[action="/desk/reversals"] button').first().click();
  await desk.page.waitForFunction(
    (wanted) => document.querySelector('button[value="A06"] .n').textContent === wanted,
    String(count),
  );
  assert.deepEqual([...desk.faults, ...nation.faults], []);
  await desk.context.close();
  await nation.context.close();
});

test("a tap without network is kept and sent when it is back", async () => {
  const { page, context, faults } = await signedIn(house, "ambassador", { width: 768 });
  await page.goto("/desk");
  const key = page.locator('button[name="service"][value="A03"]');
  const count = Number(await key.locator(".n").textContent());
  await context.setOffline(true);
  await key.click();
  await page.locator('[data-record-target="waiting"]').waitFor({ state: "visible" });
  await context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForFunction(
    (wanted) => document.querySelector('button[value="A03"] .n').textContent === wanted,
    String(count + 1),
  );
  assert.deepEqual(faults.filter((fault) => !/fetch|EventSource/i.test(fault)), []);
  await context.close();
});

test("every figure opens down to the record, which a supervisor can reverse", async () => {
  const { page, faults, context } = await signedIn(house, "nation");
  await page.goto("/console");
  for (const name of ["广东省", "深圳市", "南山区"]) {
    await page.locator("tbody th a", { hasText: name }).click();
    await page.waitForFunction((name) => document.querySelector("h1").innerText.includes(name), name);
  }
  await page.locator("a.stat.lead").click();
  await page.waitForURL(/\/visits\?/);
  await page.locator("tbody th a").first().click();
  await page.waitForURL(/\/console\/visits\//);
  const reverse = page.locator('form[action$="/reversal"]');
  if (await reverse.count()) {
    await reverse.locator("input[name=reason]").fill("记重了");
    await reverse.locator("button").click();
    await page.waitForFunction(() => !document.querySelector('form[action$="/reversal"]'));
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test("a messy list is imported in the browser", async () => {
  const { page, faults, context } = await signedIn(house, "county");
  await page.goto(`/console/units/${house.account("county").unit}/import`);
  const list = [
    "名称,省份,市-区,详细地址,营业时间,经度,纬度",
    "荷塘里爱心驿站,广东省,深圳市-南山区,荷塘里 3 号,8:30-18:00,113.93,22.53",
    "竹林巷便民翼站,广东,南山,竹林巷 8 号,0900-1800 六日休,0,0",
    ",广东省,深圳市-南山区,没有名字的地方,,,",
  ].join("\n");
  await page.setInputFiles("#file", { name: "站点.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.click("main form button.primary");
  // The work can be left and found again; when it has ended, the page says so and leads on.
  const onward = page.locator("turbo-frame#job a.button.primary");
  const confirm = page.locator('.commit button.primary[form="choices"]');
  await onward.or(confirm).first().waitFor();
  if (await onward.count()) await onward.click();
  await confirm.click();
  const stations = page.locator('a.primary[href$="/stations"]');
  await onward.or(stations).first().waitFor();
  if (await onward.count()) await onward.click();
  await stations.waitFor();
  await page.goto("/?q=" + encodeURIComponent("荷塘里爱心驿站"));
  assert.ok((await page.content()).includes("荷塘里"));
  assert.deepEqual(faults, []);
  await context.close();
});

test("a token is shown once and works", async () => {
  const { page, faults, context } = await signedIn(house, "security");
  await page.goto("/admin/tokens");
  await page.fill("#label", "e2e");
  await page.selectOption("#role", "integration");
  await page.fill("#unit", "100000");
  await page.click('form[action="/admin/tokens"] button.primary');
  const token = (await page.content()).match(/yz_[\w-]{43}/)?.[0];
  assert.ok(token);
  const answer = await fetch(`${house.url}/api/v1/tallies?unit=100000&from=2026-01-01&to=2026-12-31`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  assert.equal(answer.status, 200);
  await page.goto("/admin/tokens");
  assert.ok(!(await page.content()).includes(token));
  assert.deepEqual(faults, []);
  await context.close();
});
