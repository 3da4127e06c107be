// Many calls, one effect: what comes within the wait is done once, at its end.

/** Starts a timer and returns how to stop it; given from outside so that tests hold the clock. */
export type Timer = (after: number, run: () => void) => () => void;

/** The browser's own clock. */
export const windowTimer: Timer = (after, run) => {
  const id = setTimeout(run, after);
  return () => clearTimeout(id);
};

/** Calls that share one effect. */
export type Coalesced = (() => void) & { cancel: () => void };

/**
 * A function that runs `effect` once, `wait` milliseconds after the first of its calls. Counting
 * from the first call keeps a steady stream of calls from postponing the effect for ever.
 */
export function coalesce(effect: () => void, wait: number, timer: Timer = windowTimer): Coalesced {
  let stop: (() => void) | undefined;
  const call = () => {
    stop ??= timer(wait, () => {
      stop = undefined;
      effect();
    });
  };
  const cancel = () => {
    stop?.();
    stop = undefined;
  };
  return Object.assign(call, { cancel });
}
