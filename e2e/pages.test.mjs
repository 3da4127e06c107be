// Every page at three widths, in both languages and in 长辈版: no accessibility violation that axe
// knows, nothing wider than the screen, nothing wrong in the console.

import { AxeBuilder } from "@axe-core/playwright";
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

const WIDTHS = [360, 768, 1440];
const county = () => house.account("county").unit;
const station = () => house.account("ambassador").unit;

const PAGES = [
  [null, () => "/"],
  [null, () => "/?near=113.93,22.53&services=A02,A03"],
  [null, () => `/stations/${station()}`],
  [null, () => "/sign-in"],
  [null, () => "/no-such-page"],
  ["ambassador", () => "/desk"],
  ["county", () => `/console/units/${county()}`],
  ["county", () => `/console/units/${county()}/visits`],
  ["county", () => `/console/units/${county()}/stations`],
  ["county", () => `/console/units/${county()}/import`],
  ["nation", () => "/console/units/100000?range=year"],
  ["security", () => "/admin/accounts"],
  ["security", () => "/admin/tokens"],
  ["administrator", () => "/admin/catalogue"],
];

/** What axe finds, as lines that name the rule and the places. */
async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`);
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [login, path] of PAGES) {
  test(`${login ?? "visitor"} ${path.toString().slice(6)}`, async () => {
    for (const width of WIDTHS) {
      const open = login ? signedIn(house, login, { width }) : visitor(house, { width });
      const { page, faults, context } = await open;
      for (const choice of ["lang=zh-CN&elder=0", "lang=en&elder=0", "lang=zh-CN&elder=1"]) {
        const joint = path().includes("?") ? "&" : "?";
        await page.goto(path() + joint + choice);
        const where = `${width} px, ${choice}`;
        assert.deepEqual(await violations(page), [], where);
        assert.ok((await overflow(page)) <= 0, `wider than the screen: ${where}`);
      }
      assert.deepEqual(faults, []);
      await context.close();
    }
  });
}

test("长辈版: text of 18 px and more, targets of 60 px, nothing fixed", async () => {
  const { page, context } = await visitor(house, { width: 360 });
  for (const path of ["/?near=113.93,22.53&elder=1", `/stations/${station()}?elder=1`]) {
    await page.goto(path);
    const found = await page.evaluate(() => {
      const shown = (element) => element.checkVisibility?.() ?? true;
      const texts = [...document.querySelectorAll("body *")].filter(
        (element) => shown(element) && [...element.childNodes].some((it) => it.nodeType === 3 && it.data.trim()),
      );
      const size = (element) => Number.parseFloat(getComputedStyle(element).fontSize);
      const named = (element) => `${element.tagName} ${element.className} ${element.innerText?.slice(0, 20)}`;
      const targets = [...document.querySelectorAll("main a.button, main button, .elder-bar a")].filter(shown);
      return {
        small: texts.filter((it) => !it.closest(".hide, svg, .skip") && size(it) < 18).map(named),
        low: targets.filter((it) => it.getBoundingClientRect().height < 59.5).map(named),
        fixed: [...document.querySelectorAll("body *")]
          .filter((it) => shown(it) && getComputedStyle(it).position === "fixed")
          .map(named),
      };
    });
    assert.deepEqual(found, { small: [], low: [], fixed: [] }, path);
  }
  await context.close();
});

test("the first view of a public page stays within 50 KB", async () => {
  const { page, context } = await visitor(house);
  const sizes = [];
  page.on("response", async (response) => {
    const length = (await response.request().sizes()).responseBodySize;
    sizes.push([new URL(response.url()).pathname, length]);
  });
  await page.goto("/?near=113.93,22.53", { waitUntil: "networkidle" });
  const sum = sizes.reduce((total, [, length]) => total + length, 0);
  assert.ok(sum > 0 && sum <= 50 * 1024, JSON.stringify(sizes));
  await context.close();
});
