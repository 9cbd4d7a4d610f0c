import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { UsageError } from '../failures/usage-error.ts';

/** Passes the measured slowness to child processes. */
const variable = 'KFP_CONFORMANCE_SLOWNESS';

/** The machine for which the deadlines were chosen: the duration of a round of `work` on it when idle, and its cores. */
const reference = { roundMs: 9, cores: 2 } as const;

/** The first rounds run before V8 has compiled them. */
const warmUpRounds = 2;
const rounds = 9;

/** A higher factor would hide hangs. */
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

/** Measures wall-clock time, since a busy machine is a slow one; uses the median to ignore outliers. */
const measuredRoundMs = (): number => {
  for (let round = 0; round < warmUpRounds; round += 1) work();
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
};

/** The slowness of a machine with this many cores, whose cores take `roundMs` for a round. */
export const slownessOf = (roundMs: number, cores: number): number => {
  const factor = Math.max(1, roundMs / reference.roundMs) * Math.max(1, reference.cores / cores);
  return Math.min(most, Math.round(factor * 10) / 10);
};

/** The slowness that the environment variable sets, if any. Throws a UsageError for anything but a number of at least 1. */
export const givenSlowness = (): number | undefined => {
  const text = process.env[variable];
  if (text === undefined || text === '') return undefined;
  const factor = Number(text);
  if (factor >= 1 && factor < Infinity) return factor;
  throw new UsageError(`${variable}: expected a number of at least 1, got ${text}: unset it to have it measured`);
};

let known: number | undefined;

/**
 * The factor, at least 1, by which this machine is slower than the one for which the deadlines were chosen. Measured once, in
 * about a tenth of a second, and passed to child processes.
 */
export const slowness = (): number => {
  known ??= givenSlowness() ?? slownessOf(measuredRoundMs(), availableParallelism());
  process.env[variable] = String(known);
  return known;
};

/** Scales a hang time-out by the machine's slowness. Do not use it for deadlines that a requirement states. */
export const patience = (milliseconds: number): number => Math.round(milliseconds * slowness());
