import { createHash } from 'node:crypto';

/**
 * Names that are valid in every lane (DNS-1123 labels), unique to a scenario, lane and execution, and equal for equal
 * seeds.
 */
export interface Names {
  /** The prefix of every name: `k3f9a1c2`. */
  readonly prefix: string;
  /** `<prefix>-<label>`; equal labels give equal names. */
  of(label: string): string;
  /** `<prefix>-<label>-1`, and the next number each time the label is asked for again. */
  next(label: string): string;
}

/** `parts`: seed, scenario, lane and any value that distinguishes executions. */
export const namesFor = (...parts: readonly (string | number)[]): Names => {
  const prefix = `k${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 7)}`;
  const counts = new Map<string, number>();
  return {
    prefix,
    of: (label) => `${prefix}-${label}`,
    next: (label) => {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      return `${prefix}-${label}-${count}`;
    },
  };
};
