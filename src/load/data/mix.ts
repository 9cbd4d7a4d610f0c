/** Spreads every input bit over all output bits; the constants are those of MurmurHash3's finalizer. */
const scattered = (value: number): number => {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
};

/**
 * An unsigned 32-bit number that depends on seed, index and salt only. It replaces Math.random, whose sequence depends on
 * which virtual user runs an iteration. Different questions about one index use different salts.
 */
export const mix = (seed: number, index: number, salt: number): number =>
  scattered(scattered(scattered(seed ^ 0x9e3779b9) ^ index) ^ salt);
