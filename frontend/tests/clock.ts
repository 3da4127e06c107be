// A clock that the test turns by hand, in place of the browser's timers.

import type { Timer } from "../scripts/coalesce";

export class Clock {
  private now = 0;
  private planned: { at: number; run: () => void }[] = [];

  readonly timer: Timer = (after, run) => {
    const plan = { at: this.now + after, run };
    this.planned.push(plan);
    return () => {
      this.planned = this.planned.filter((other) => other !== plan);
    };
  };

  /** Lets time pass and runs what falls due, in order. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const due = this.planned.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.planned = this.planned.filter((other) => other !== due);
      this.now = due.at;
      due.run();
    }
    this.now = end;
  }
}
