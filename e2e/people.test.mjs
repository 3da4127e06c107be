// The people of a unit: a supervisor takes somebody on, delegates her own grant for days, takes it
// back, and says goodbye. The system roles see what is theirs alone.

import assert from "node:assert/strict";
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

/** A day of the coming ones, as a form wants it. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv", { timeZone: "Asia/Shanghai" });

const violations = async (page) => (await new AxeBuilder({ page }).analyze()).violations.map((each) => each.id);

test("somebody is taken on, is delegated to, and leaves", async () => {
  const station = house.account("ambassador").unit;
  const head = await signedIn(house, "county", { expects: [422] });
  await head.page.goto("/console/people");
  await head.page.waitForURL(new RegExp(`/console/units/${house.account("county").unit}/people$`));
  await head.page.click('main a.primary[href$="/people/new"]');
  await head.page.fill("#name", "何新来");
  await head.page.fill("#login", "he.xinlai");
  await head.page.fill("#unit", "440304");
  await head.page.click("main form button.primary");
  // A county that is not hers is unknown.
  await head.page.locator("#unit-error").waitFor();
  await head.page.fill("#unit", station);
  await head.page.click("main form button.primary");
  const given = await head.page.locator("dl.facts code").nth(1).innerText();
  await head.page.click("main a.primary");
  await head.page.waitForURL(/\/console\/people\/\d+$/);
  const address = head.page.url();
  // Why somebody's data are read is asked once, by a list of reasons.
  assert.deepEqual(await violations(head.page), []);
  await head.page.click('main button[value="care"]');
  await head.page.locator('main a[href$="/delegation"]').waitFor();
  assert.ok(!(await head.page.content()).includes(given), "the password is shown once");

  const newcomer = await visitor(house, { width: 360, expects: [403] });
  await signIn(newcomer.page, "he.xinlai", given);
  const fields = newcomer.page.locator('main input[type="password"]');
  for (const [index, value] of [given, "a-longer-one-2026", "a-longer-one-2026"].entries()) {
    await fields.nth(index).fill(value);
  }
  await newcomer.page.click("main form button.primary");
  await newcomer.page.waitForURL(/\/desk/);
  assert.equal((await newcomer.page.goto("/console")).status(), 403);

  await head.page.click('main a[href$="/delegation"]');
  await head.page.waitForURL(/\/delegation$/);
  await head.page.fill("#to", inDays(400));
  await head.page.click("main form button.primary");
  // A delegation is for days.
  await head.page.locator("#to-error").waitFor();
  assert.deepEqual(await violations(head.page), []);
  await head.page.fill("#to", inDays(1));
  await head.page.click("main form button.primary");
  await head.page.waitForURL(address);
  const delegated = head.page.locator('tr:has(input[name="grant"])');
  await delegated.waitFor();
  // A supervisor for a day is asked for the second factor that supervisors have.
  await newcomer.page.goto("/console");
  assert.match(newcomer.page.url(), /\/account\/factor$/);
  await delegated.locator("button").click();
  await head.page.waitForFunction(() => !document.querySelector('tr input[name="grant"]'));
  assert.equal((await newcomer.page.goto("/console")).status(), 403);
  assert.equal((await newcomer.page.goto("/desk")).status(), 200);

  await head.page.click('form[action$="/closure"] button');
  await head.page.locator('form[action$="/reopening"]').waitFor();
  await newcomer.page.goto("/desk");
  assert.match(newcomer.page.url(), /\/sign-in/, "who has left is out at once");
  assert.deepEqual([...head.faults, ...newcomer.faults], []);
  await newcomer.context.close();
  await head.context.close();
});

test("each system role sees what is its own", async () => {
  const ways = {
    administrator: ["/admin/catalogue"],
    security: ["/admin/accounts", "/admin/tokens"],
    auditor: [],
  };
  const all = Object.values(ways).flat();
  for (const [login, own] of Object.entries(ways)) {
    const { page, faults, context } = await signedIn(house, login, { expects: [403] });
    await page.goto("/admin");
    const counted = await page.locator("main .stats").count();
    assert.equal(counted, login === "security" ? 1 : 0, `${login}: accounts are counted for security alone`);
    for (const path of all) {
      const listed = await page.locator(`main a[href="${path}"]`).count();
      assert.equal(listed, own.includes(path) ? 1 : 0, `${login}: ${path}`);
      assert.equal((await page.goto(path)).status(), own.includes(path) ? 200 : 403, `${login}: ${path}`);
      await page.goto("/admin");
    }
    assert.deepEqual(faults, []);
    await context.close();
  }
});
