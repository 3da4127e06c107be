import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { newRight } from "../scripts/right";

test("a token is 22 characters of base64url, and its key the digest of its text", async () => {
  for (let count = 0; count < 50; count++) {
    const right = await newRight();
    assert.match(right?.token ?? "", /^[\w-]{22}$/);
    const digest = createHash("sha256")
      .update(right?.token ?? "")
      .digest("base64url");
    assert.equal(right?.key, digest);
  }
});

test("no two rights are alike", async () => {
  const [one, other] = [await newRight(), await newRight()];
  assert.notEqual(one?.token, other?.token);
});
