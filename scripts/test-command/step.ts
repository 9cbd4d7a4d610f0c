import type { CountedEnvironment } from '../pinned-counts/pinned-counts.ts';

/** The commands that run the tests of the project: `npm test`, `npm run test:long`. */
export const testCommands = ['test', 'test:long'] as const;
export type TestCommand = (typeof testCommands)[number];

/** The context of a step. */
export interface StepContext {
  /** A folder for its files, removed when the command ends. */
  readonly directory: string;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** The counts of checks are pinned instead of compared with the pinned ones. */
  readonly pinning?: boolean;
  /** Resources for later steps, disposed of when the command ends. */
  readonly held: AsyncDisposableStack;
}

/** The number of cases of a step that passed and failed. */
export interface CaseCounts {
  readonly passed: number;
  readonly failed: number;
  /** Cases that did not run though the command selects them, as of scenarios that do not apply. */
  readonly skipped?: number;
  /** Lines about a failure that no case shows. */
  readonly remarks?: readonly string[];
}

interface Step {
  readonly name: string;
  /** The set-ups that must run first. */
  readonly needs?: readonly SetUp[];
  /** The reason why it cannot run on this machine, if any; a skipped check is counted only where every check must run. */
  readonly skipReason?: () => Promise<string | undefined>;
}

/** A preparation for the steps that need it. It counts no cases; throwing is a failure. */
export interface SetUp extends Step {
  readonly kind: 'set-up';
  run(context: StepContext): Promise<void>;
}

/** A step that runs cases of the project's tests. Throwing is a failure too. */
export interface Check extends Step {
  readonly kind: 'check';
  /** The commands that run it. */
  readonly commands: readonly TestCommand[];
  /** The environment whose counts of checks are pinned. */
  readonly counted?: CountedEnvironment;
  run(context: StepContext): Promise<CaseCounts>;
}
