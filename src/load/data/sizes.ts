import { mix } from './mix.ts';

/**
 * Quantiles of the sizes, in bytes of JSON, of the 150 valid compiled pipelines in KFP's repository. The smallest size is
 * an estimate: that of one container component.
 */
const quantiles: readonly (readonly [probability: number, bytes: number])[] = [
  [0, 760],
  [0.25, 2_300],
  [0.5, 5_300],
  [0.75, 9_200],
  [0.9, 14_400],
  [0.95, 18_000],
  [0.99, 38_400],
  [1, 49_400],
];

/** The size at a probability between 0 and 1, interpolated between the measured quantiles. */
export const sizeAt = (probability: number): number => {
  const at = Math.max(
    1,
    quantiles.findIndex(([known]) => probability <= known),
  );
  const [fromProbability, fromBytes] = quantiles[at - 1] ?? [0, 0];
  const [toProbability, toBytes] = quantiles[at] ?? [1, 0];
  const share = (probability - fromProbability) / (toProbability - fromProbability);
  return Math.round(fromBytes + share * (toBytes - fromBytes));
};

/** Definitions have this many sizes, so that their texts can be rendered before the run. */
export const sizeClasses = 100;

/** The size of class `sizeClass`, in bytes: the middle of its part of the distribution, or `fixedBytes` where that is given. */
export const classBytes = (sizeClass: number, fixedBytes?: number): number =>
  fixedBytes ?? sizeAt((sizeClass + 0.5) / sizeClasses);

/** The size class of the version of pipeline `index`. */
export const sizeClassOf = (seed: number, index: number): number => mix(seed, index, 0x51e5) % sizeClasses;
