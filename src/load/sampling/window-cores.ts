import type { ObservedLimits } from '../../judgement/load/limited.ts';
import { harness } from './proc-readings.ts';
import type { Sample } from './sampler.ts';

/** Who used the cores in a part of a run, as `limitations` judges it. */
export type WindowCores = Pick<ObservedLimits, 'generatorCores' | 'serverCores' | 'machineCores' | 'ioPressure'>;

const cpuSuffix = '/cpu';

/**
 * The means of the samples of the seconds `from` to `to` of the run: those of the measured part, since the start of k6 and
 * its warm-up would hide that it was busy. Undefined without a sample in that time. `generator` is the name of k6 among the
 * sampler's processes; all others but the harness are servers.
 */
export const windowCores = (
  samples: readonly Sample[],
  from: number,
  to: number,
  generator = 'k6',
): WindowCores | undefined => {
  // A sample tells of the time since the one before.
  const inside = samples.filter(({ second }) => second > from && second <= to);
  if (inside.length === 0) return undefined;
  const mean = (valueOf: (values: Sample['values']) => number): number =>
    inside.reduce((sum, { values }) => sum + valueOf(values), 0) / inside.length;
  const isServer = (name: string): boolean =>
    name.endsWith(cpuSuffix) && ![generator, harness, 'machine'].includes(name.slice(0, -cpuSuffix.length));
  const io = 'machine/ioSomePressure';
  return {
    generatorCores: mean((values) => values[`${generator}${cpuSuffix}`] ?? 0),
    serverCores: mean((values) =>
      Object.entries(values).reduce((sum, [name, value]) => (isServer(name) ? sum + value : sum), 0),
    ),
    machineCores: mean((values) => (values['machine/cpu'] ?? 0) + (values['machine/steal'] ?? 0)),
    ...(inside.every(({ values }) => values[io] !== undefined) && { ioPressure: mean((values) => values[io] ?? 0) }),
  };
};
