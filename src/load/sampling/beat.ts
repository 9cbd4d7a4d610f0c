/** A timer that keeps its schedule. */
export interface Beat extends Disposable {
  /** The beats that were left out because the event loop was busy for longer than an interval. */
  skipped(): number;
}

/**
 * Calls `onBeat` at every multiple of the interval since the start, first after one interval: lateness does not add up, and
 * a beat that is missed is not made up for. Does not keep the process alive.
 */
export const startBeat = (intervalMs: number, onBeat: () => void): Beat => {
  const origin = performance.now();
  let last = 0;
  let skipped = 0;
  let timer: NodeJS.Timeout;
  const schedule = (): void => {
    const due = origin + (last + 1) * intervalMs;
    timer = setTimeout(fire, Math.max(0, due - performance.now())).unref();
  };
  const fire = (): void => {
    // A timer may fire up to a millisecond early, which is the same beat.
    const beat = Math.max(last + 1, Math.floor((performance.now() - origin) / intervalMs));
    skipped += beat - last - 1;
    last = beat;
    schedule();
    onBeat();
  };
  schedule();
  return {
    skipped: () => skipped,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
