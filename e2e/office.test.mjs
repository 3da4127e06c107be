// Accounts, tokens and lists: what offices set up.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { openHouse, signedIn, signIn, visitor } from "./house.mjs";

let house;
before(async () => {
  house = await openHouse();
});
after(async () => {
  await house.close();
});

/** What an authenticator shows now for a secret in base32 (RFC 6238). */
function totp(secret) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const word = digest.readUInt32BE(digest[19] & 0xf) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, "0");
}

test("a wrong password is told kindly, and nobody learns which accounts exist", async () => {
  const { page, context } = await visitor(house, { expects: [401, 422] });
  const told = async (login) => {
    await page.goto("/sign-in");
    await page.fill("#login", login);
    await page.fill("#password", "not-the-password");
    await page.click("main form button.primary");
    assert.equal(await page.inputValue("#login"), login, "what was typed is kept");
    return page.locator('main [role="alert"]').first().innerText();
  };
  assert.equal(await told("county"), await told("nobody-at-all"));
  await context.close();
});

test("a new account chooses a password of its own, sets up its second factor, and goes on to its work", async () => {
  const security = await signedIn(house, "security");
  await security.page.goto("/admin/accounts/new");
  await security.page.fill("#name", "何新来");
  await security.page.fill("#login", "newcomer");
  await security.page.selectOption("#role", "supervisor");
  await security.page.fill("#unit", house.account("county").unit);
  await security.page.click("main form button.primary");
  const given = await security.page.locator("dl.facts code").nth(1).innerText();
  const { page, faults, context } = await visitor(house, { width: 360, expects: [422] });
  await signIn(page, "newcomer", given);
  await page.goto("/console");
  assert.match(page.url(), /\/account\/password/, "nothing opens before the first password is changed");
  const fill = async (old, fresh, again) => {
    const fields = page.locator('main input[type="password"]');
    for (const [index, value] of [old, fresh, again].entries()) {
      if (index < (await fields.count())) await fields.nth(index).fill(value);
    }
    await page.click("main form button.primary");
  };
  await fill(given, "a-longer-one-2026", "a-longer-one-2027");
  assert.ok((await page.locator("main .error").count()) >= 1);
  await fill(given, "a-longer-one-2026", "a-longer-one-2026");
  await page.waitForURL(/\/account\/factor$/);
  assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map((each) => each.id), []);
  const secret = (await page.locator("main code").first().innerText()).replaceAll(" ", "");
  await page.fill("#code", totp(secret));
  await page.click("main form button.primary");
  const recovery = await page.locator(".codes code").allInnerTexts();
  assert.equal(recovery.length, 10);
  await page.click("main a.primary");
  await page.waitForURL(/\/console\/units\//);
  const later = await visitor(house, { width: 360, expects: [422] });
  await signIn(later.page, "newcomer", "a-longer-one-2026");
  await later.page.waitForURL(/\/sign-in\/code/);
  await later.page.click("main summary");
  await later.page.fill("#recovery", recovery[0]);
  await later.page.click("main details form button");
  await later.page.waitForURL(/\/console\/units\//);
  assert.deepEqual([...faults, ...later.faults, ...security.faults], []);
  await later.context.close();
  await context.close();
  await security.context.close();
});

test("a token is shown once and works; a form with errors says which", async () => {
  const { page, faults, context } = await signedIn(house, "security", { expects: [422] });
  await page.goto("/admin/tokens");
  await page.fill("#label", "e2e");
  await page.selectOption("#role", "integration");
  await page.fill("#unit", "999999");
  await page.click('form[action="/admin/tokens"] button.primary');
  assert.ok((await page.locator("main .error").count()) >= 1);
  assert.equal(await page.inputValue("#label"), "e2e", "what was typed is kept");
  assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map((each) => each.id), []);
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
  await confirm.waitFor();
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map((each) => each.id), [], `the preview at ${width} px`);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(excess <= 0, `the preview is wider than ${width} px`);
  }
  const rejects = await Promise.all([page.waitForEvent("download"), page.click('a[href$="/rejects"]')]);
  assert.match(rejects[0].suggestedFilename(), /\.csv$/);
  await confirm.click();
  const stations = page.locator('a.primary[href$="/stations"]');
  await onward.or(stations).first().waitFor();
  if (await onward.count()) await onward.click();
  await stations.waitFor();
  await page.goto(`/?q=${encodeURIComponent("荷塘里爱心驿站")}`);
  assert.ok((await page.content()).includes("荷塘里"));
  assert.deepEqual(faults, []);
  await context.close();
});

test("长辈版: an administrator has a failed job tried again, lets another go, and the auditor sees it", async () => {
  house.deadLetter();
  const { page, faults, context } = await signedIn(house, "administrator", { width: 360 });
  await page.goto("/admin/jobs?elder=1");
  const row = page.locator("li.row", { hasText: "440305-00121" });
  await row.getByRole("button", { name: "放弃" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await context.close();
  const auditor = await signedIn(house, "auditor");
  await auditor.page.goto("/admin/audit");
  assert.match(await auditor.page.locator("main").innerText(), /放弃失败的任务/);
  await auditor.context.close();
});

test("长辈版: what can be done to an account is not hidden with its table", async () => {
  const { page, context } = await signedIn(house, "county", { width: 360 });
  await page.goto(`/console/units/${house.account("county").unit}/people?elder=1`);
  await page.locator('main a[href^="/console/people/"]').first().click();
  await page.waitForURL(/\/console\/people\//);
  await page.click('main button[value="check"]');
  await page.locator("td form button").first().waitFor();
  assert.ok(await page.locator("td form button").first().isVisible());
  await context.close();
});
