import { createHash } from 'node:crypto';

/** Names that are legal in every lane (DNS-1123 labels), unique to one scenario, lane and execution, equal for equal seeds. */
export interface Names {
  /** What every name starts with: `k3f9a1c2`. */
  readonly prefix: string;
  /** `<prefix>-<label>`: the same label gives the same name. */
  of(label: string): string;
}

/** `parts`: seed, scenario, lane and whatever else tells two executions apart. */
export const namesFor = (...parts: readonly (string | number)[]): Names => {
  const prefix = `k${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 7)}`;
  return { prefix, of: (label) => `${prefix}-${label}` };
};
