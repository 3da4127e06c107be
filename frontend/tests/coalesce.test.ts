import assert from "node:assert/strict";
import test from "node:test";
import { coalesce } from "../scripts/coalesce";
import { Retry } from "../scripts/retry";
import { Clock } from "./clock";

test("two hundred calls within the wait are one effect", () => {
  const clock = new Clock();
  let effects = 0;
  const call = coalesce(() => effects++, 300, clock.timer);
  for (let index = 0; index < 200; index++) {
    call();
    clock.pass(1);
  }
  assert.equal(effects, 0);
  clock.pass(100);
  assert.equal(effects, 1);
});

test("a steady stream of calls does not put the effect off for ever", () => {
  const clock = new Clock();
  let effects = 0;
  const call = coalesce(() => effects++, 300, clock.timer);
  for (let index = 0; index < 100; index++) {
    call();
    clock.pass(100);
  }
  assert.ok(effects >= 25, `${effects} effects in ten seconds`);
});

test("what is cancelled does not happen, and the next call counts anew", () => {
  const clock = new Clock();
  let effects = 0;
  const call = coalesce(() => effects++, 300, clock.timer);
  call();
  call.cancel();
  clock.pass(1_000);
  assert.equal(effects, 0);
  call();
  clock.pass(300);
  assert.equal(effects, 1);
});

test("retries grow rarer up to a minute, and start soon again after success", () => {
  const clock = new Clock();
  const tries: number[] = [];
  let seconds = 0;
  const retry = new Retry(() => {
    tries.push(seconds);
    retry.later();
  }, clock.timer);
  const live = (until: number) => {
    for (; seconds < until; seconds++) clock.pass(1_000);
  };
  retry.later();
  live(200);
  assert.deepEqual(tries, [4, 14, 34, 74, 134, 194]);
  retry.reset();
  retry.later();
  live(206);
  assert.equal(tries[tries.length - 1], 204);
});
