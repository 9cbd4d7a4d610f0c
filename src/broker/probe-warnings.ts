import type { Probed } from '../targets/probe.ts';

/** The lines that say what the probes of a target left open, and the consequence. `target`: its storage and variant. */
export const probeWarnings = (
  target: string,
  { undeterminedFeatures, undeterminedRate }: Probed,
): readonly string[] => [
  ...Object.entries(undeterminedFeatures).map(
    ([feature, because]) =>
      `warning: ${target}: the probe of ${feature} is undecided (${because}); checks that depend on it are errors`,
  ),
  ...(undeterminedRate === undefined
    ? []
    : [
        `warning: ${target}: the write rate could not be measured (${undeterminedRate}); checks that depend on it are errors`,
      ]),
];
