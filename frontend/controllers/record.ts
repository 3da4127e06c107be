// The counter: one tap on a key records one service. It is kept in the outbox before it is sent and
// leaves it only when the server answered for it, so none is lost in silence. A second tap on a key
// still shown as busy is the same tap. The server answers with a Turbo stream, or sends one on to
// the `done` path (then the page refreshes itself).
//
// Each tap takes along the key of a right to rate that was made ahead; `record:taken` says so, with
// the token of the right, for the invitation (see invite.ts), and `record:refused` that it came to
// nothing.
//
//   <form method="post" action="/desk/visits" data-controller="record"
//         data-action="record#tap keydown->record#hold"
//         data-record-owner-value="PERSON" data-record-done-value="/desk">
//     <input type="hidden" name="id" data-record-target="id"> <input type="hidden" name="occurred_at" data-record-target="at">
//     <input type="hidden" name="rating_key" data-record-target="ratingKey">
//     <input name="people" value="1" data-record-target="reset">
//     <button name="service" value="A02">…</button>
//     <p data-record-target="waiting" data-keep hidden><b data-record-target="count"></b> …</p>
//     <p data-record-target="signIn" data-keep hidden>…</p>
//     <p data-record-target="refused" data-keep role="alert" hidden>… <span data-record-target="reason"></span>
//       <button type="button" data-action="record#dismiss">…</button></p>

import { Controller } from "@hotwired/stimulus";
import { renderStreamMessage } from "@hotwired/turbo";
import { windowTimer } from "../scripts/coalesce";
import { Courier, type Listener } from "../scripts/courier";
import { type Delivered, deliver, reason, STREAM } from "../scripts/delivery";
import { formBody, restore, submitter } from "../scripts/form";
import { browserStore, Outbox } from "../scripts/outbox";
import { newRight, type Right } from "../scripts/right";
import { newId } from "../scripts/uuid";
import type { Taken } from "./invite";

export default class Record extends Controller<HTMLFormElement> implements Listener {
  static override targets = [
    "id",
    "at",
    "ratingKey",
    "reset",
    "waiting",
    "count",
    "signIn",
    "refused",
    "reason",
  ];
  static override values = { owner: String, done: String, guard: { type: Number, default: 600 } };

  declare readonly idTarget: HTMLInputElement;
  declare readonly atTargets: HTMLInputElement[];
  declare readonly ratingKeyTargets: HTMLInputElement[];
  declare readonly resetTargets: (HTMLInputElement | HTMLSelectElement)[];
  declare readonly waitingTargets: HTMLElement[];
  declare readonly countTargets: HTMLElement[];
  declare readonly signInTargets: HTMLElement[];
  declare readonly refusedTargets: HTMLElement[];
  declare readonly reasonTargets: HTMLElement[];
  declare readonly ownerValue: string;
  declare readonly doneValue: string;
  declare readonly guardValue: number;

  private courier!: Courier;
  private right: Right | undefined;
  private readonly online = () => this.courier.retry.now();
  private readonly leave = (event: BeforeUnloadEvent) => {
    if (!this.courier.durable) event.preventDefault();
  };

  override connect(): void {
    const done = this.doneValue || location.pathname;
    const outbox = new Outbox(browserStore(), this.ownerValue);
    this.courier = new Courier(outbox, (waiting) => deliver(waiting, done), this, windowTimer);
    window.addEventListener("online", this.online);
    window.addEventListener("beforeunload", this.leave);
    void this.courier.run();
    void this.prepare();
  }

  override disconnect(): void {
    this.courier.retry.stop();
    window.removeEventListener("online", this.online);
    window.removeEventListener("beforeunload", this.leave);
  }

  /** Enter in a field would record the first service of the form. */
  hold(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  }

  tap(event: SubmitEvent): void {
    event.preventDefault();
    const key = submitter(event);
    if (!key || key.getAttribute("aria-busy") === "true") return;
    key.setAttribute("aria-busy", "true");
    setTimeout(() => key.removeAttribute("aria-busy"), this.guardValue);
    this.idTarget.value = newId();
    for (const at of this.atTargets) at.value = new Date().toISOString();
    for (const field of this.ratingKeyTargets) field.value = this.right?.key ?? "";
    const taken: Taken = { token: this.right?.token, what: key.getAttribute("data-what") ?? "" };
    const body = formBody(this.element, key);
    for (const field of this.resetTargets) restore(field);
    void this.courier.take({ id: this.idTarget.value, url: this.element.action, body });
    this.dispatch("taken", { detail: taken });
    void this.prepare();
  }

  /** The right of the next tap: made ahead, so that a tap need not wait for it. */
  private async prepare(): Promise<void> {
    this.right = undefined;
    this.right = await newRight();
  }

  told(delivered: Delivered): void {
    if (delivered.kind === STREAM) renderStreamMessage(delivered.text);
    else if (delivered.verdict === "sent")
      renderStreamMessage('<turbo-stream action="refresh"></turbo-stream>');
    for (const note of this.signInTargets) note.hidden = delivered.verdict !== "sign-in";
    if (delivered.verdict !== "refused") return;
    this.dispatch("refused");
    for (const note of this.refusedTargets) note.hidden = false;
    for (const text of this.reasonTargets) text.textContent = reason(delivered) ?? "";
  }

  dismiss(): void {
    for (const note of this.refusedTargets) note.hidden = true;
  }

  settled(waiting: number): void {
    for (const note of this.waitingTargets) note.hidden = waiting === 0;
    for (const count of this.countTargets) count.textContent = String(waiting);
  }
}
