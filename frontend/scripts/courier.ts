// Carries what waits in an outbox to the server, oldest first and one at a time, and comes back
// for the rest. Knows no page: what happened is told to its listener.

import type { Timer } from "./coalesce";
import type { Delivered } from "./delivery";
import type { Outbox, Waiting } from "./outbox";
import { Retry } from "./retry";

/** Who is told. */
export interface Listener {
  /** One tap was answered, or was not. */
  told(delivered: Delivered): void;
  /** A round ended; so many taps still wait. */
  settled(waiting: number): void;
}

export class Courier {
  readonly retry: Retry;
  private round: Promise<void> | undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly deliver: (waiting: Waiting) => Promise<Delivered>,
    private readonly listener: Listener,
    timer: Timer,
  ) {
    this.retry = new Retry(() => void this.run(), timer);
  }

  /** Whether everything that waits would survive a reload. */
  get durable(): boolean {
    return this.outbox.durable;
  }

  /** Keeps a tap, then sends. */
  take(waiting: Waiting): Promise<void> {
    this.outbox.add(waiting);
    return this.run();
  }

  /** Sends what waits, each once; joins the round that is under way. */
  run(): Promise<void> {
    this.round ??= this.send().finally(() => {
      this.round = undefined;
      this.settle();
    });
    return this.round;
  }

  private async send(): Promise<void> {
    const tried = new Set<string>();
    // Asked anew each time: taps made meanwhile go in the same round.
    const next = () => this.outbox.list().find(({ id }) => !tried.has(id));
    for (let waiting = next(); waiting; waiting = next()) {
      tried.add(waiting.id);
      const delivered = await this.deliver(waiting);
      const { verdict, answered } = delivered;
      if (verdict === "sent" || verdict === "refused") this.outbox.remove(waiting.id);
      this.listener.told(delivered);
      if (!answered || verdict === "sign-in") return;
    }
  }

  private settle(): void {
    const waiting = this.outbox.list().length;
    if (waiting > 0) this.retry.later();
    else this.retry.reset();
    this.listener.settled(waiting);
  }
}
