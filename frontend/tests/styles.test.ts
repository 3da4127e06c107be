// The styles as they are built: what Chromium 87 or Safari 14 cannot read would take its whole
// rule with it.

import assert from "node:assert/strict";
import test from "node:test";
import { styles } from "../build/styles.mjs";

const css = (await styles("styles/app.css")).toString();

/** The selectors of every rule, apart from their bodies. */
const selectors = Array.from(css.matchAll(/(?:^|[{}])([^{}@;]+)\{/g), (match) => match[1] ?? "");

test("layers, nesting and wide-gamut colours are gone", () => {
  for (const gone of ["@layer", "@import", "&", "light-dark(", "oklch(", "display-p3", "lab("]) {
    const rest = gone === "lab(" ? css.replace(/oklab/g, "") : css;
    assert.ok(!rest.includes(gone), `${gone} is still there`);
  }
});

test("no logical property is left that Safari 14 does not know", () => {
  assert.doesNotMatch(
    css,
    /[;{](?:inset|inset-inline|margin-inline|padding-block|border-start-start-radius)/,
  );
});

test("selectors that older browsers refuse stand in rules of their own", () => {
  for (const list of selectors) {
    assert.doesNotMatch(list, /:(?:is|where)\(/, list);
    if (list.includes(":has(")) {
      const plain = list.split(",").filter((selector) => !selector.includes(":has("));
      assert.deepEqual(plain, [], list);
    }
  }
});

test("a later layer wins over an earlier one whatever its selector", () => {
  const each = selectors.flatMap((list) => list.split(","));
  const weights = ["h1", ".wrap", ".plate", ".muted"].map(
    (plain) => each.find((selector) => selector.startsWith(`${plain}:not`))?.split(":not(#").length ?? 0,
  );
  assert.deepEqual(
    weights,
    [...weights].sort((a, b) => a - b),
  );
  assert.equal(new Set(weights).size, weights.length);
});
