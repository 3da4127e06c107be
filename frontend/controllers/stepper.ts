// A number with less and more beside it. Without script the number is typed.
//
//   <span class="stepper" data-controller="stepper">
//     <button type="button" data-stepper-target="less" data-action="stepper#less">−</button>
//     <input type="number" min="1" max="999" data-stepper-target="input" data-action="stepper#show">
//     <button type="button" data-stepper-target="more" data-action="stepper#more">+</button>
//     <button type="button" data-action="stepper#more" data-stepper-by-param="5">+5</button>
//   </span>

import { type ActionEvent, Controller } from "@hotwired/stimulus";

export default class Stepper extends Controller<HTMLElement> {
  static override targets = ["input", "less", "more"];

  declare readonly inputTarget: HTMLInputElement;
  declare readonly lessTargets: HTMLButtonElement[];
  declare readonly moreTargets: HTMLButtonElement[];

  override connect(): void {
    this.show();
  }

  less(event: ActionEvent): void {
    this.step(-by(event));
  }

  more(event: ActionEvent): void {
    this.step(by(event));
  }

  /** Greys out what would leave the range. */
  show(): void {
    const { value, min, max } = this.inputTarget;
    for (const button of this.lessTargets) button.disabled = min !== "" && Number(value) <= Number(min);
    for (const button of this.moreTargets) button.disabled = max !== "" && Number(value) >= Number(max);
  }

  private step(by: number): void {
    const { value, min, max } = this.inputTarget;
    const low = min === "" ? Number.NEGATIVE_INFINITY : Number(min);
    const high = max === "" ? Number.POSITIVE_INFINITY : Number(max);
    const next = Math.min(high, Math.max(low, (Number(value) || 0) + by));
    this.inputTarget.value = String(next);
    this.inputTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.show();
  }
}

function by(event: ActionEvent): number {
  return Number(event.params["by"] ?? 1);
}
