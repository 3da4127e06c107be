// Trying again after a failure: soon at first, then ever more patiently.

import type { Timer } from "./coalesce";

const FIRST = 5_000;
const LAST = 60_000;

export class Retry {
  private wait = FIRST;
  private stopTimer: (() => void) | undefined;

  constructor(
    private readonly run: () => void,
    private readonly timer: Timer,
  ) {}

  /** Plans the next try, unless one is planned already. */
  later(): void {
    this.stopTimer ??= this.timer(this.wait, () => this.now());
    this.wait = Math.min(LAST, this.wait * 2);
  }

  /** Tries at once, for instance when the network is back. */
  now(): void {
    this.stop();
    this.run();
  }

  /** It worked: the next failure is retried soon again. */
  reset(): void {
    this.wait = FIRST;
    this.stop();
  }

  stop(): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
  }
}
