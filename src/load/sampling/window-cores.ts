import type { ObservedLimits } from '../../judgement/load/limited.ts';
import { harness } from './proc-readings.ts';
import type { Sample } from './sampler.ts';

/** Who used the cores in a part of a run, as `limitations` judges it. */
export type WindowCores = Pick<ObservedLimits, 'generatorCores' | 'serverCores' | 'machineCores' | 'ioPressure'> & {
  readonly harnessCores: number;
};

const cpuSuffix = '/cpu';

interface Weighted {
  readonly values: Sample['values'];
  /** The seconds of the window of which the sample tells. */
  readonly weight: number;
}

/** A sample tells of the time since the one before; the first only tells of less than a second, and nobody knows of how much. */
const overlapping = (samples: readonly Sample[], from: number, to: number): readonly Weighted[] =>
  samples.flatMap(({ second, values }, index) => {
    const before = samples[index - 1]?.second;
    const weight = before === undefined ? 0 : Math.min(second, to) - Math.max(before, from);
    return weight > 0 ? [{ values, weight }] : [];
  });

/**
 * The means of the samples of the seconds `from` to `to` of the run: those of the measured part, since the start of k6 and
 * its warm-up would hide that it was busy, and a sample at a border counts as far as it is inside. Undefined if the samples
 * cover less than half of that time. `generator` is the name of k6 among the
 * sampler's processes; all others but the harness are servers.
 */
export const windowCores = (
  samples: readonly Sample[],
  from: number,
  to: number,
  generator = 'k6',
): WindowCores | undefined => {
  const inside = overlapping(samples, from, to);
  const covered = inside.reduce((sum, { weight }) => sum + weight, 0);
  if (covered < (to - from) / 2 || covered === 0) return undefined;
  const mean = (valueOf: (values: Sample['values']) => number): number =>
    inside.reduce((sum, { values, weight }) => sum + weight * valueOf(values), 0) / covered;
  const isServer = (name: string): boolean =>
    name.endsWith(cpuSuffix) && ![generator, harness, 'machine'].includes(name.slice(0, -cpuSuffix.length));
  const io = 'machine/ioSomePressure';
  return {
    generatorCores: mean((values) => values[`${generator}${cpuSuffix}`] ?? 0),
    serverCores: mean((values) =>
      Object.entries(values).reduce((sum, [name, value]) => (isServer(name) ? sum + value : sum), 0),
    ),
    harnessCores: mean((values) => values[`${harness}${cpuSuffix}`] ?? 0),
    machineCores: mean((values) => (values['machine/cpu'] ?? 0) + (values['machine/steal'] ?? 0)),
    ...(inside.every(({ values }) => values[io] !== undefined) && { ioPressure: mean((values) => values[io] ?? 0) }),
  };
};
