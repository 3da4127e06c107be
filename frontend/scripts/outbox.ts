// Taps that the server has not acknowledged yet. Each waits under a key of its own in the
// browser's storage, so that two tabs never overwrite one another and a reload loses nothing. The
// keys carry the owner: whoever signs in next on a shared tablet does not send for another.

/** A form that waits to be posted. Its id makes sending it twice harmless. */
export interface Waiting {
  id: string;
  url: string;
  /** The form, urlencoded. */
  body: string;
}

/** What is needed of the browser's storage. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export class Outbox {
  private readonly prefix: string;
  /** Taps that the storage had no room for; they live as long as the page does. */
  private readonly memory = new Map<string, Waiting>();

  constructor(
    private readonly store: Store | undefined,
    owner: string,
  ) {
    this.prefix = `yizhan.outbox.${owner}.`;
  }

  /** Whether everything that waits would survive a reload. */
  get durable(): boolean {
    return this.memory.size === 0;
  }

  add(waiting: Waiting): void {
    try {
      if (!this.store) throw new Error("this browser keeps nothing");
      this.store.setItem(this.prefix + waiting.id, JSON.stringify(waiting));
    } catch {
      this.memory.set(waiting.id, waiting);
    }
  }

  remove(id: string): void {
    this.store?.removeItem(this.prefix + id);
    this.memory.delete(id);
  }

  /** All that waits, oldest first: ids are time-ordered. */
  list(): Waiting[] {
    const found = Array.from(this.memory.values());
    for (let index = 0; index < (this.store?.length ?? 0); index++) {
      const key = this.store?.key(index);
      const text = key?.startsWith(this.prefix) ? this.store?.getItem(key) : undefined;
      const waiting = text ? parse(text) : undefined;
      if (waiting) found.push(waiting);
    }
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** The browser's storage, or nothing where the person or the browser forbids it. */
export function browserStore(): Store | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

function parse(text: string): Waiting | undefined {
  try {
    const { id, url, body } = JSON.parse(text) as Partial<Waiting>;
    return id && url && body ? { id, url, body } : undefined;
  } catch {
    return undefined;
  }
}
