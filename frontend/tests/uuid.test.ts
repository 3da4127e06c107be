import assert from "node:assert/strict";
import test from "node:test";
import { newId, uuidV7 } from "../scripts/uuid";

test("matches the example of RFC 9562, appendix A.6", () => {
  const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
  assert.equal(uuidV7(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("version and variant stand whatever the random bits are", () => {
  for (const byte of [0x00, 0xff]) {
    const id = uuidV7(1, new Uint8Array(10).fill(byte));
    assert.match(id, /^00000000-0001-7[0f]{3}-[8b][0f]{3}-[0f]{12}$/);
  }
});

test("later ids sort later, and no two are alike", () => {
  const random = new Uint8Array(10);
  assert.ok(uuidV7(1_800_000_000_000, random) < uuidV7(1_800_000_000_001, random));
  assert.notEqual(newId(), newId());
});
