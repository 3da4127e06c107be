import assert from "node:assert/strict";
import test from "node:test";
import { Courier } from "../scripts/courier";
import { type Delivered, reason, STREAM, type Verdict, verdict } from "../scripts/delivery";
import { Outbox, type Store, type Waiting } from "../scripts/outbox";
import { Clock } from "./clock";

/** A storage in memory that may be full. */
class Shelf implements Store {
  readonly entries = new Map<string, string>();
  full = false;

  get length() {
    return this.entries.size;
  }
  key(index: number) {
    return Array.from(this.entries.keys())[index] ?? null;
  }
  getItem(key: string) {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new Error("quota");
    this.entries.set(key, value);
  }
  removeItem(key: string) {
    this.entries.delete(key);
  }
}

const tap = (id: string): Waiting => ({ id, url: "/desk/visits", body: `service=A02&id=${id}` });
const answer = (verdict: Verdict, answered = true): Delivered => ({ verdict, answered, kind: "", text: "" });

/** A courier on a hand-turned clock whose server answers as `server` says. */
function counter(server: (waiting: Waiting) => Delivered, shelf = new Shelf()) {
  const clock = new Clock();
  const sent: string[] = [];
  const waiting: number[] = [];
  const outbox = new Outbox(shelf, "p1");
  const deliver = async (each: Waiting) => {
    sent.push(each.id);
    return server(each);
  };
  const listener = { told: () => {}, settled: (count: number) => waiting.push(count) };
  return { clock, sent, waiting, outbox, courier: new Courier(outbox, deliver, listener, clock.timer) };
}

test("an acknowledged tap leaves the outbox", async () => {
  const { courier, outbox, waiting } = counter(() => answer("sent"));
  await courier.take(tap("a"));
  assert.deepEqual(outbox.list(), []);
  assert.deepEqual(waiting, [0]);
});

test("without a network every tap waits, and all go when it is back, in order", async () => {
  let online = false;
  const { courier, outbox, sent, waiting } = counter(() =>
    online ? answer("sent") : answer("later", false),
  );
  await courier.take(tap("a"));
  await courier.take(tap("c"));
  await courier.take(tap("b"));
  assert.deepEqual(waiting, [1, 2, 3]);
  sent.length = 0;
  online = true;
  courier.retry.now();
  await courier.run();
  assert.deepEqual(sent, ["a", "b", "c"]);
  assert.deepEqual(outbox.list(), []);
});

test("a tap made while another is under way goes in the same round", async () => {
  const shelf = new Shelf();
  const late = new Outbox(shelf, "p1");
  const { courier, sent, waiting } = counter(({ id }) => {
    if (id === "a") late.add(tap("b"));
    return answer("sent");
  }, shelf);
  await courier.take(tap("a"));
  assert.deepEqual(sent, ["a", "b"]);
  assert.deepEqual(waiting, [0]);
});

test("one tap that the server stumbles over does not hold up the others", async () => {
  const { courier, outbox } = counter(({ id }) => answer(id === "a" ? "later" : "sent"));
  await courier.take(tap("a"));
  await courier.take(tap("b"));
  assert.deepEqual(
    outbox.list().map(({ id }) => id),
    ["a"],
  );
});

test("a refused tap is told and forgotten, one without a session is kept", async () => {
  const { courier, outbox } = counter(({ id }) => answer(id === "a" ? "refused" : "sign-in"));
  await courier.take(tap("a"));
  await courier.take(tap("b"));
  assert.deepEqual(
    outbox.list().map(({ id }) => id),
    ["b"],
  );
});

test("the outbox of one person is not seen by the next, and survives the page", () => {
  const shelf = new Shelf();
  new Outbox(shelf, "p1").add(tap("a"));
  assert.deepEqual(new Outbox(shelf, "p2").list(), []);
  assert.deepEqual(new Outbox(shelf, "p1").list(), [tap("a")]);
});

test("where the storage is full or forbidden the page itself holds on", () => {
  const shelf = new Shelf();
  shelf.full = true;
  for (const outbox of [new Outbox(shelf, "p1"), new Outbox(undefined, "p1")]) {
    assert.ok(outbox.durable);
    outbox.add(tap("a"));
    assert.ok(!outbox.durable);
    assert.deepEqual(outbox.list(), [tap("a")]);
    outbox.remove("a");
    assert.ok(outbox.durable);
  }
});

test("foreign and broken entries of the storage are left alone", () => {
  const shelf = new Shelf();
  shelf.setItem("yizhan.outbox.p1.x", "{");
  shelf.setItem("yizhan.outbox.p1.y", "{}");
  shelf.setItem("other", JSON.stringify(tap("z")));
  assert.deepEqual(new Outbox(shelf, "p1").list(), []);
});

test("only what is surely ours acknowledges", () => {
  const judge = (status: number, kind = "", redirectedTo?: string) =>
    verdict({ status, kind, redirectedTo }, "/desk");
  assert.equal(judge(200, STREAM), "sent");
  assert.equal(judge(201), "sent");
  assert.equal(judge(204), "sent");
  assert.equal(judge(200, "text/html", "/desk"), "sent");
  assert.equal(judge(200, "text/html", "/sign-in"), "sign-in");
  assert.equal(judge(401), "sign-in");
  assert.equal(judge(200, "text/html"), "later");
  for (const status of [408, 425, 429, 500, 502, 503]) assert.equal(judge(status), "later");
  for (const status of [400, 403, 404, 409, 413, 422]) assert.equal(judge(status), "refused");
});

test("a refusal gives its sentence, other answers none", () => {
  const told = (kind: string, text: string) => reason({ verdict: "refused", answered: true, kind, text });
  assert.equal(told("application/problem+json", '{"detail":"人数太多"}'), "人数太多");
  assert.equal(told("application/problem+json", "<html>"), undefined);
  assert.equal(told("text/html", "{}"), undefined);
});
