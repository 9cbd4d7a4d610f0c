import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { UsageError } from '../failures/usage-error.ts';

/** Holds the measured slowness for every process that is started from the one that measured it. */
const variable = 'KFP_CONFORMANCE_SLOWNESS';

/** Of the machine that the deadlines were chosen on: a round of `work` with nothing else running, and its cores. */
const reference = { roundMs: 9, cores: 2 } as const;

/** The first rounds run before V8 has compiled them. */
const warmUpRounds = 2;
const rounds = 9;

/** Beyond this, patience would hide what hangs. */
const most = 6;

const objects = Array.from({ length: 200 }, (_, index) => ({
  name: `pipeline-${index}`,
  labels: { text: 'x'.repeat(index % 50), numbers: [index, 2 * index, 3 * index] },
}));

const work = (): void => {
  let digest = '';
  for (let times = 0; times < 40; times += 1) {
    const text = JSON.stringify({ digest, objects });
    const { length } = (JSON.parse(text) as { objects: unknown[] }).objects;
    digest = createHash('sha256').update(`${text}${length}`).digest('hex');
  }
};

/** Of wall-clock time, since a machine that is busy is a slow one; the median, since a moment says nothing about it. */
const measuredRoundMs = (): number => {
  for (let round = 0; round < warmUpRounds; round += 1) work();
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
};

/** How much slower a machine with this many cores is, one of which takes `roundMs` for a round. */
export const slownessOf = (roundMs: number, cores: number): number => {
  const factor = Math.max(1, roundMs / reference.roundMs) * Math.max(1, reference.cores / cores);
  return Math.min(most, Math.round(factor * 10) / 10);
};

/** What the environment says, if it does. Throws a UsageError for anything but a number of at least 1. */
export const givenSlowness = (): number | undefined => {
  const text = process.env[variable];
  if (text === undefined || text === '') return undefined;
  const factor = Number(text);
  if (factor >= 1 && factor < Infinity) return factor;
  throw new UsageError(`${variable}: expected a number of at least 1, got ${text}: unset it to have it measured`);
};

let known: number | undefined;

/**
 * How many times slower this machine is than the one the deadlines were chosen on, from 1 on. Measured once, in about a
 * tenth of a second, and handed on to the processes that are started from here.
 */
export const slowness = (): number => {
  known ??= givenSlowness() ?? slownessOf(measuredRoundMs(), availableParallelism());
  process.env[variable] = String(known);
  return known;
};

/** Scales a hang time-out by the machine's slowness. Do not use it for deadlines that a requirement states. */
export const patience = (milliseconds: number): number => Math.round(milliseconds * slowness());
