// What public pages need of script, and nothing else: every page works without it. Behaviours hang
// on data-act; controls that only script can serve are hidden until the browser proves able
// (data-needs). Desk and console load it too, inside app.ts.

import { back } from "./back";
import { coalesce } from "./coalesce";
import { geolocate } from "./geolocate";
import { closeMenus, escapeMenu } from "./menu";
import { readAloud } from "./read-aloud";
import { submit } from "./submit";

const ACTS: Record<string, (element: HTMLElement, event: Event) => void> = {
  back,
  geolocate,
  "read-aloud": readAloud,
  print: () => window.print(),
};

const ABLE: Record<string, () => boolean> = {
  script: () => true,
  speech: () => "speechSynthesis" in window,
  geolocation: () => "geolocation" in navigator && window.isSecureContext,
};

/** Taps on several chips in a row make one search. */
const CHIPS_WAIT = 250;

function reveal(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-needs]")) {
    if (ABLE[element.dataset["needs"] ?? ""]?.()) element.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target);
  const element = target?.closest<HTMLElement>("[data-act]");
  if (element) ACTS[element.dataset["act"] ?? ""]?.(element, event);
});
document.addEventListener("keydown", escapeMenu);

const waiting = new Map<HTMLFormElement, () => void>();

// <form data-autosubmit>: a changed choice asks at once; typed text waits for the button.
document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  const form = target.form;
  const choice = target instanceof HTMLSelectElement || ["checkbox", "radio"].includes(target.type);
  if (!form || !choice || !("autosubmit" in form.dataset)) return;
  const ask = waiting.get(form) ?? coalesce(() => submit(form), CHIPS_WAIT);
  waiting.set(form, ask);
  ask();
});

window.addEventListener("pagehide", () => {
  if (ABLE["speech"]?.()) speechSynthesis.cancel();
});
document.addEventListener("turbo:load", reveal);
document.addEventListener("turbo:render", reveal);
reveal();
