// Follows a long piece of work: its frame is loaded again a second after each answer until what it
// shows is done or failed. While the page is not seen it waits.
//
//   <turbo-frame id="job" src="/console/jobs/ID" data-controller="progress-poll"
//                data-action="turbo:frame-load->progress-poll#loaded turbo:fetch-request-error->progress-poll#loaded">
//     <div data-state="running">…</div>
//   </turbo-frame>
//
// Without script the page inside carries a link "看看进度" to itself.

import { Controller } from "@hotwired/stimulus";
import type { FrameElement } from "@hotwired/turbo";

export default class ProgressPoll extends Controller<FrameElement> {
  static override values = { interval: { type: Number, default: 1_000 } };

  declare readonly intervalValue: number;

  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly seen = () => this.loaded();

  override connect(): void {
    document.addEventListener("visibilitychange", this.seen);
    this.loaded();
  }

  override disconnect(): void {
    document.removeEventListener("visibilitychange", this.seen);
    clearTimeout(this.timer);
  }

  /** Plans the next look, unless the work has ended or nobody watches. */
  loaded(): void {
    clearTimeout(this.timer);
    const ended = this.element.querySelector('[data-state="done"], [data-state="failed"]');
    if (ended || document.hidden) return;
    this.timer = setTimeout(() => void this.element.reload(), this.intervalValue);
  }
}
