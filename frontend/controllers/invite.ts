// The invitation to rate: when the counter has recorded a service, the code of its right is drawn
// here at once, without the network, for the guest to scan.
//
//   <main data-controller="invite" data-invite-address-value="/r/440305-00127/"
//         data-action="record:taken->invite#show record:refused->invite#dismiss">
//     <section id="invite" data-invite-target="card" data-keep hidden>
//       <h2 data-invite-target="what"></h2> <svg class="qr"><path data-invite-target="code"/></svg>
//       <button type="button" data-action="invite#dismiss">…</button></section>
//     <a href="#invite" data-turbo="false" data-invite-target="jump" data-keep hidden>…</a>

import { Controller } from "@hotwired/stimulus";
import { correction, generate } from "lean-qr";
import { toSvgPath } from "lean-qr/extras/svg";

/** Light modules around a code, which readers need (ISO/IEC 18004). */
const QUIET = 4;

/** What the counter tells of a tap. */
export interface Taken {
  /** The token of the guest's right; none where the browser could make none. */
  token?: string;
  /** What was recorded, in the words of its key. */
  what: string;
}

export default class Invite extends Controller<HTMLElement> {
  static override targets = ["card", "what", "code", "jump"];
  static override values = { address: String };

  declare readonly cardTarget: HTMLElement;
  declare readonly jumpTargets: HTMLElement[];
  declare readonly whatTarget: HTMLElement;
  declare readonly codeTarget: SVGPathElement;
  declare readonly addressValue: string;

  show({ detail: { token, what } }: CustomEvent<Taken>): void {
    this.reveal(token !== undefined);
    if (!token) return;
    const address = new URL(this.addressValue + token, location.href).href;
    // M mends 15 %: a finger mark on a screen.
    const code = generate(address, { minCorrectionLevel: correction.M });
    const side = code.size + 2 * QUIET;
    this.codeTarget.setAttribute("d", toSvgPath(code));
    this.codeTarget.ownerSVGElement?.setAttribute("viewBox", `-${QUIET} -${QUIET} ${side} ${side}`);
    this.whatTarget.textContent = what;
  }

  dismiss(): void {
    this.reveal(false);
  }

  /** A link to the card comes with the page that knows of the tap. */
  jumpTargetConnected(link: HTMLElement): void {
    link.hidden = this.cardTarget.hidden;
  }

  private reveal(shown: boolean): void {
    for (const part of [this.cardTarget, ...this.jumpTargets]) part.hidden = !shown;
  }
}
