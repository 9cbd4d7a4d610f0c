import type { Plan } from './plan.ts';
import type { StoreContents } from './store-contents.ts';

/** The prefix of the names of all objects in a store of the harness's own. */
export const objectPrefix = 'load';

/** How often a script runs its iteration. */
export type Loop =
  | {
      readonly kind: 'count';
      readonly iterations: number;
      readonly virtualUsers: number;
      /** No iteration begins later. */
      readonly mostSeconds?: number;
    }
  | { readonly kind: 'seconds'; readonly seconds: number; readonly virtualUsers: number }
  | {
      readonly kind: 'rate';
      readonly iterations: number;
      /** `iterations` begin in this many seconds. */
      readonly perSeconds: number;
      readonly seconds: number;
      readonly virtualUsers: number;
    };

export interface WarmUp {
  /** Iterations of each virtual user. */
  readonly iterations: number;
  readonly seconds: number;
}

const loopVariables = (loop: Loop): Readonly<Record<string, string>> => {
  const vus = { VUS: String(loop.virtualUsers) };
  if (loop.kind === 'count')
    return {
      ...vus,
      COUNT: String(loop.iterations),
      ...(loop.mostSeconds !== undefined && { MOST_SECONDS: String(loop.mostSeconds) }),
    };
  if (loop.kind === 'seconds') return { ...vus, CLOSED: '1', SECONDS: String(loop.seconds) };
  return {
    ...vus,
    RATE: String(loop.iterations),
    RATE_SECONDS: String(loop.perSeconds),
    SECONDS: String(loop.seconds),
  };
};

/** The environment variables of a script that depend on the plan, the store and the loop. */
export const scriptVariables = (
  plan: Plan,
  {
    seed,
    contents,
    first,
    loop,
    warmUp = { iterations: 0, seconds: 1 },
    windows = 0,
  }: {
    readonly seed: number;
    readonly contents: StoreContents;
    /** The first index of pipelines that the script may create, or of those that it adds versions to. */
    readonly first: number;
    readonly loop: Loop;
    readonly warmUp?: WarmUp;
    readonly windows?: number;
  },
): Readonly<Record<string, string>> => ({
  SEED: String(seed),
  N: String(contents.pipelines),
  FIRST: String(first),
  WARM_UP: String(warmUp.iterations),
  WARM_UP_SECONDS: String(warmUp.seconds),
  WINDOWS: String(windows),
  ...(plan.sizes !== 'measured' && { DEFINITION_BYTES: String(plan.sizes) }),
  ...loopVariables(loop),
});
