import type { StartableTarget } from '../targets/target.ts';

/** A target with the name that it has in a report: `reference`, `apiserver`, or what the command line gives it. */
export interface NamedTarget {
  readonly name: string;
  readonly target: StartableTarget;
}
