import type { Progress } from '../waiting/progress.ts';
import { everySecond } from './every-second.ts';
import { timeLeft } from './time-left.ts';

/** Work that consists of units of one kind, some of which run at the same time. */
export interface Work {
  /** `scenarios` */
  readonly noun: string;
  /** The number of units; it may become known while they run. */
  total(): number;
  /** What became of those that have ended: `['312 passed', '97 known']`. */
  counts(): readonly string[];
}

/** Shows how far work has come until it is disposed of. */
export interface WorkProgress extends Disposable {
  started(unit: string): void;
  /** A unit may be reported twice; it counts once. */
  ended(unit: string): void;
}

/** ` · longest: list-watched [kubernetes/rest], 74 s` */
const longest = (running: ReadonlyMap<string, number>, now: number): readonly string[] => {
  // A map keeps the order in which units began.
  const [first] = running;
  if (first === undefined) return [];
  const [unit, from] = first;
  return [`longest: ${unit}, ${Math.round((now - from) / 1000)} s`];
};

/**
 * Shows `412/921 scenarios · 312 passed · 97 known · 0 new · about 4 min left · longest: …`: on a terminal at every change
 * and every second, in a log every ten seconds, also when nothing ends. The last state is a line of its own.
 */
export const workProgress = (progress: Progress, work: Work): WorkProgress => {
  const begun = performance.now();
  const running = new Map<string, number>();
  const done = new Set<string>();
  const seconds = () => (performance.now() - begun) / 1000;
  const counted = () => [`${done.size}/${work.total()} ${work.noun}`, ...work.counts()];
  const text = () =>
    [
      ...counted(),
      ...[timeLeft(seconds(), done.size, work.total())].filter((left) => left !== undefined),
      ...longest(running, performance.now()),
    ].join(' · ');
  const heartbeat = everySecond(progress, text);
  return {
    started: (unit) => {
      if (!done.has(unit) && !running.has(unit)) running.set(unit, performance.now());
    },
    ended: (unit) => {
      running.delete(unit);
      done.add(unit);
      progress.status?.(text());
    },
    [Symbol.dispose]: () => {
      heartbeat[Symbol.dispose]();
      if (done.size > 0) progress.line(counted().join(' · '));
    },
  };
};
