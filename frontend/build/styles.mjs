// Styles for the browsers that are really at the counter: Chromium 87 and Safari 14.
//
// Sources use layers, nesting, logical properties, light-dark() and OKLCH. Here they become plain
// CSS: nesting is lowered, each layer's order becomes specificity, logical properties become
// physical ones (both languages run left to right), colours are written in sRGB.

import layers from "@csstools/postcss-cascade-layers";
import { bundle, Features, transform } from "lightningcss";
import postcss from "postcss";
import logical from "postcss-logical";

/** Browser versions as lightningcss wants them: major << 16. */
const version = (major) => major << 16;

const TARGETS = {
  chrome: version(87),
  android: version(87),
  edge: version(87),
  firefox: version(84),
  safari: version(14),
  ios_saf: version(14),
};

/** All colours lie within sRGB, so the wide-gamut twins that the lowering adds say nothing new. */
const withoutWideGamut = {
  postcssPlugin: "without-wide-gamut",
  AtRule: {
    supports(rule) {
      if (/color\(display-p3|lab\(/.test(rule.params)) rule.remove();
    },
  },
};

/** The bundled, lowered and minified text of a style sheet and everything it imports. */
export async function styles(entry) {
  const bundled = bundle({ filename: entry, include: Features.Nesting });
  const flattened = await postcss([layers(), logical()]).process(bundled.code.toString(), { from: entry });
  const warnings = flattened.warnings();
  if (warnings.length > 0) throw new Error(warnings.map(String).join("\n"));
  const lowered = lower(entry, flattened.css);
  const narrowed = await postcss([withoutWideGamut]).process(lowered.toString(), { from: entry });
  return lower(entry, narrowed.css, { minify: true });
}

/** A foreign style sheet, lowered and minified. */
export function foreignStyles(entry) {
  return bundle({ filename: entry, targets: TARGETS, minify: true }).code;
}

function lower(filename, css, options = {}) {
  return transform({ filename, code: Buffer.from(css), targets: TARGETS, ...options }).code;
}
