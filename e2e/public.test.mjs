// What the public comes for: a station near by, its page, in the language and the size that suits.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, visitor } from "./house.mjs";

let house;
before(async () => {
  house = await openHouse();
});
after(async () => {
  await house.close();
});

const NEAR = "/?near=113.93,22.53";
const station = () => house.account("ambassador").unit;

for (const width of [360, 768, 1440]) {
  test(`the nearest stations are found by position, place name, number and need at ${width} px`, async () => {
    const { page, faults, context } = await visitor(house, {
      width,
      geolocation: { longitude: 113.93, latitude: 22.53 },
      permissions: ["geolocation"],
    });
    await page.goto("/");
    await Promise.all([page.waitForURL(/near=/), page.click('[data-act="geolocate"]')]);
    const found = page.locator(".find h3 a");
    assert.ok((await found.count()) >= 5);
    // A chip asks again by itself, and what it names is told apart in each row.
    const chip = page.locator("label.chip", { hasText: "饮水" });
    await Promise.all([page.waitForURL(/services=A02/), chip.click()]);
    assert.ok((await page.locator(".find .has li", { hasText: "饮水" }).count()) >= 1);
    await page.fill('input[name="q"]', "南山区");
    await Promise.all([page.waitForURL(/q=/), page.click("form[role=search] button.primary")]);
    assert.ok((await found.count()) >= 5);
    await page.fill('input[name="q"]', station());
    await Promise.all([page.waitForURL(`**/stations/${station()}`), page.click("form[role=search] button.primary")]);
    assert.ok((await page.locator(".plate").first().innerText()).includes(station()));
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("a position that the browser refuses is told in words, and a name still finds", async () => {
  const { page, faults, context } = await visitor(house, { width: 360 });
  await page.goto("/");
  await page.click('[data-act="geolocate"]');
  await page.locator('[data-geolocate="denied"]').waitFor({ state: "visible" });
  assert.deepEqual(faults, []);
  await context.close();
});

test("the way to a station leads to its map by position, its page prints as a sheet", async () => {
  const { page, faults, context } = await visitor(house, { width: 360 });
  await page.goto(`/stations/${station()}`);
  assert.match(await page.locator(".acts a.primary").getAttribute("href"), /^https:\/\/uri\.amap\.com\/.*\d+\.\d+/);
  assert.match(await page.locator('a[href^="geo:"]').getAttribute("href"), /^geo:\d+\.\d+,\d+\.\d+/);
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".tools", ".acts", ".foot"]) {
    assert.ok(!(await page.locator(hidden).first().isVisible()), `${hidden} on paper`);
  }
  assert.ok(await page.locator(".demo-band").isVisible());
  assert.deepEqual(faults, []);
  await context.close();
});

test("language and size are remembered", async () => {
  const { page, faults, context } = await visitor(house, { width: 360 });
  await page.goto("/");
  await page.click('.tools a[hreflang="en"]');
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await page.locator(".tools a").first().click();
  await page.waitForFunction(() => document.documentElement.dataset.size === "elder");
  await page.goto(`/stations/${station()}`);
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(await page.getAttribute("html", "data-size"), "elder");
  assert.deepEqual(faults, []);
  await context.close();
});

test("长辈版 asks where one is, finds, and every page leads back", async () => {
  const { page, faults, context } = await visitor(house, {
    width: 360,
    geolocation: { longitude: 113.93, latitude: 22.53 },
    permissions: ["geolocation"],
  });
  await page.goto("/?elder=1");
  await Promise.all([page.waitForURL(/near=/), page.locator('[data-act="geolocate"]').click()]);
  await page.locator(".nearest h2 a").click();
  await page.waitForURL(/\/stations\//);
  await page.locator('.elder-bar [data-act="back"]').click();
  await page.waitForURL(/near=/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("without script the finder and the station work", async () => {
  const { page, faults, context } = await visitor(house, { javaScriptEnabled: false });
  await page.goto("/");
  await page.fill('input[name="q"]', "南山区");
  await page.click("form[role=search] button.primary");
  await page.locator(".find h3 a").first().click();
  assert.match(page.url(), /\/stations\//);
  await page.goto(NEAR);
  assert.ok((await page.locator(".find").count()) >= 5);
  assert.deepEqual(faults, []);
  await context.close();
});

test("pages that are not there, forms without a right and words that find nothing say what to do", async () => {
  const { page, faults, context } = await visitor(house, { width: 360, expects: [404] });
  for (const path of ["/no-such-page", "/stations/440305-99999", "/console/units/nothing"]) {
    const answer = await page.goto(path);
    assert.ok([200, 404].includes(answer.status()), path);
    assert.ok((await page.locator("main a.button, main form button").count()) >= 1, path);
  }
  await page.goto("/?q=xyzzy");
  assert.ok((await page.locator("main .state").innerText()).includes("xyzzy"));
  assert.deepEqual(faults, []);
  await context.close();
});
