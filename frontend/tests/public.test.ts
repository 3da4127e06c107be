import assert from "node:assert/strict";
import test from "node:test";
import { cameFromHere } from "../scripts/back";
import { near } from "../scripts/geolocate";
import { chosenOtherwise } from "../scripts/keep";
import { breaths } from "../scripts/read-aloud";

test("a position is sent longitude first, to about a metre", () => {
  assert.equal(near(114.0578651, 22.5431234), "114.05787,22.54312");
});

test("a text is read in sentences and lines, without what cannot be spoken", () => {
  const text = "榕树下爱心翼站\n确定开放，到 18:00。走 5 分钟！\n ›  \n\n4.8 分";
  assert.deepEqual(breaths(text), ["榕树下爱心翼站", "确定开放，到 18:00。", "走 5 分钟！", "4.8 分"]);
});

test("back goes back only within the site", () => {
  assert.ok(cameFromHere("https://yizhan.example/stations/1", "https://yizhan.example"));
  assert.ok(!cameFromHere("https://yizhan.example.evil/", "https://yizhan.example"));
  assert.ok(!cameFromHere("", "https://yizhan.example"));
});

test("a list is changed when another entry than the page's own is chosen", () => {
  const options = (selected: number, marked?: number) =>
    [0, 1, 2].map((index) => ({ selected: index === selected, defaultSelected: index === marked }));
  assert.ok(!chosenOtherwise(options(0)));
  assert.ok(chosenOtherwise(options(1)));
  assert.ok(!chosenOtherwise(options(2, 2)));
  assert.ok(chosenOtherwise(options(0, 2)));
});
