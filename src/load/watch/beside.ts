import type { Invalidity, Measurement } from '../../judgement/load/schema.ts';
import type { ScriptNumbers } from '../k6-measurement.ts';

/** The pipelines that a loop of k6 may create: `count` indices from `first` on, those of its warm-up first. */
export interface LoopIndices {
  readonly first: number;
  readonly count: number;
  readonly warmUps: number;
}

/** What was seen beside a loop. */
export interface Seen {
  readonly figures: Measurement['figures'];
  /** Of the watchers; the harness, whose threads they are, does not count them. */
  readonly cpuSeconds: number;
  readonly invalid: readonly Invalidity[];
}

/** What runs in the harness beside a loop of k6. */
export interface Beside extends AsyncDisposable {
  /** Further variables of the script. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file for what the script prints. */
  readonly consoleFile?: string;
  /** Ends it after the loop. */
  finish(numbers: ScriptNumbers): Promise<Seen>;
}

export type StartBeside = (indices: LoopIndices) => Promise<Beside>;

const unseen: Seen = { figures: {}, cpuSeconds: 0, invalid: [] };

/** Nothing runs beside the loop. */
export const nothingBeside: StartBeside = () =>
  Promise.resolve({
    variables: {},
    finish: () => Promise.resolve(unseen),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
