// Every page at three widths, in both languages, in 长辈版 and in the dark: no accessibility violation
// that axe knows, nothing wider than the screen (down to 320 px), no word missing, nothing wrong in
// the console.

import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openHouse, signedIn, visitor } from "./house.mjs";

let house;
before(async () => {
  house = await openHouse();
  house.deadLetter();
});
after(async () => {
  await house.close();
});

const WIDTHS = [360, 768, 1440];
const CHOICES = ["lang=zh-CN&elder=0", "lang=en&elder=0", "lang=zh-CN&elder=1"];
const county = () => house.account("county").unit;
const station = () => house.account("ambassador").unit;

/** Name, who opens it, where it is; `status` where it is not 200. */
const PAGES = [
  ["front page", null, () => "/"],
  ["finder", null, () => "/?near=113.93,22.53&services=A02,A03"],
  ["nothing found", null, () => "/?q=xyzzy"],
  ["station", null, () => `/stations/${station()}`],
  ["sign-in", null, () => "/sign-in"],
  ["own account", "county", () => "/account"],
  ["not found", null, () => "/no-such-page", 404],
  ["counter", "ambassador", () => "/desk"],
  ["end of day", "ambassador", () => "/desk/close"],
  ["forbidden", "ambassador", () => "/console", 403],
  ["password", "ambassador", () => "/account/password"],
  ["console of a county", "county", () => `/console/units/${county()}`],
  ["console of a station", "county", () => `/console/units/${station()}`],
  ["console of the nation", "nation", () => "/console/units/100000?range=year"],
  ["register", "county", () => `/console/units/${county()}/visits`],
  ["stations", "county", () => `/console/units/${county()}/stations`],
  ["new station", "county", () => `/console/units/${county()}/stations/new`],
  ["edit a station", "county", () => `/console/stations/${station()}/edit`],
  ["import", "county", () => `/console/units/${county()}/import`],
  ["devices of a station", "county", () => `/console/units/${station()}/devices`],
  ["people", "county", () => `/console/units/${county()}/people`],
  ["new person", "county", () => `/console/units/${county()}/people/new`],
  ["administration", "security", () => "/admin"],
  ["administration for an auditor", "auditor", () => "/admin"],
  ["accounts", "security", () => "/admin/accounts"],
  ["new account", "security", () => "/admin/accounts/new"],
  ["tokens", "security", () => "/admin/tokens"],
  ["catalogue", "administrator", () => "/admin/catalogue"],
  ["background work", "administrator", () => "/admin/jobs"],
  ["audit", "auditor", () => "/admin/audit"],
  ["audit, an entry", "auditor", () => "/admin/audit/entries/1"],
  ["audit by day", "auditor", () => "/admin/audit/days"],
  ["export of the audit", "auditor", () => "/admin/audit/exports/new"],
];

const enter = (login, options) => (login ? signedIn(house, login, options) : visitor(house, options));

/** The address with a language and a size. */
const chosen = (path, choice) => `${path}${path.includes("?") ? "&" : "?"}${choice}`;

/** What axe finds, as lines that name the rule and the places. */
async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`);
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Keys that stand where words should, and arguments that were not filled in. */
const wordless = (page) =>
  page.evaluate(() => {
    const named = ["aria-label", "placeholder", "title"].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)),
    );
    const text = [document.title, document.body.innerText, ...named].join("\n");
    return text.match(/\b(?:web|org|stations|visits|importing|access|accounts|audit|auditing|demo|upkeep|jobs)-[a-z0-9-]+|\{\s*\$\w+/g) ?? [];
  });

for (const [name, login, path, status = 200] of PAGES) {
  test(`${name}: both languages, both sizes, three widths`, async () => {
    for (const width of WIDTHS) {
      const { page, faults, context } = await enter(login, { width, expects: [status] });
      for (const choice of CHOICES) {
        const where = `${width} px, ${choice}`;
        assert.equal((await page.goto(chosen(path(), choice))).status(), status, where);
        assert.deepEqual(await violations(page), [], where);
        assert.deepEqual(await wordless(page), [], where);
        assert.ok((await overflow(page)) <= 0, `wider than the screen: ${where}`);
        await page.setViewportSize({ width: 320, height: 700 });
        assert.ok((await overflow(page)) <= 0, `wider than 320 px: ${choice}`);
        await page.setViewportSize({ width, height: 900 });
      }
      assert.deepEqual(faults, []);
      await context.close();
    }
  });

  test(`${name}: in the dark`, async () => {
    const { page, context } = await enter(login, { expects: [status], colorScheme: "dark" });
    await page.goto(chosen(path(), CHOICES[0]));
    assert.deepEqual(await violations(page), []);
    await context.close();
  });
}

const ELDER = [
  [null, () => "/"],
  [null, () => "/?near=113.93,22.53"],
  [null, () => `/stations/${station()}`],
  [null, () => "/sign-in"],
  ["ambassador", () => "/desk"],
];

test("长辈版: text of 18 px and more, targets of 60 px, one column, nothing fixed, three helpers", async () => {
  for (const [login, path] of ELDER) {
    const { page, context } = await enter(login, { width: 360 });
    await page.goto(chosen(path(), "elder=1"));
    const found = await page.evaluate(() => {
      const shown = (element) => (element.checkVisibility?.() ?? true) && element.getClientRects().length > 0;
      const every = (selector) => [...document.querySelectorAll(selector)].filter(shown);
      const own = (element) => [...element.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
      const size = (element) => Number.parseFloat(getComputedStyle(element).fontSize);
      const named = (element) => `${element.tagName} ${element.className} ${element.innerText?.slice(0, 20)}`;
      const targets = "main a.button, main button, main summary, main .input, main .chip, .elder-bar a, .tools a";
      const low = (element) => {
        const box = element.getBoundingClientRect();
        return box.height < 59.5 || box.width < 59.5;
      };
      const columns = every(".finder-elder, .split, .stats").filter(
        (element) => getComputedStyle(element).gridTemplateColumns.split(" ").length > 1,
      );
      return {
        small: every("body *").filter((it) => own(it) && !it.closest(".hide, svg, .skip") && size(it) < 18).map(named),
        low: every(targets).filter((it) => !it.closest(".hide") && low(it)).map(named),
        columns: columns.map(named),
        fixed: every("body *").filter((it) => getComputedStyle(it).position === "fixed").map(named),
        back: every('.elder-bar [data-act="back"]').length,
      };
    });
    assert.deepEqual(found, { small: [], low: [], columns: [], fixed: [], back: 1 }, path());
    await context.close();
  }
});

test("the first view of a public page stays within 50 KB", async () => {
  for (const path of ["/", "/?near=113.93,22.53", `/stations/${station()}`]) {
    const { page, context } = await visitor(house);
    const sizes = [];
    page.on("requestfinished", (request) => {
      sizes.push(request.sizes().then(({ responseBodySize }) => [new URL(request.url()).pathname, responseBodySize]));
    });
    await page.goto(path, { waitUntil: "networkidle" });
    const told = await Promise.all(sizes);
    const sum = told.reduce((total, [, length]) => total + length, 0);
    assert.ok(sum > 0 && sum <= 50 * 1024, JSON.stringify(told));
    await context.close();
  }
});
