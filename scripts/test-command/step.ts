/** The commands that run the tests of the project: `npm test`, `npm run test:long`. */
export const testCommands = ['test', 'test:long'] as const;
export type TestCommand = (typeof testCommands)[number];

/** The context of a step. */
export interface StepContext {
  /** A folder for its files, removed when the command ends. */
  readonly directory: string;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Resources for later steps, disposed of when the command ends. */
  readonly held: AsyncDisposableStack;
}

/** The number of cases of a step that passed and failed. */
export interface CaseCounts {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  /** The set-ups that must run first. */
  readonly needs?: readonly SetUp[];
  /** The reason why it cannot run on this machine, if any; a skipped check is not counted. */
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
  run(context: StepContext): Promise<CaseCounts>;
}
