/** How the tests of the project are started: `npm test`, `npm run test:long`. */
export const testCommands = ['test', 'test:long'] as const;
export type TestCommand = (typeof testCommands)[number];

/** What a step is given. */
export interface StepContext {
  /** For its files; goes with the command. */
  readonly directory: string;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Ended when the command ends: for what later steps use. */
  readonly held: AsyncDisposableStack;
}

/** How many cases a step decided. */
export interface Decided {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  /** Without these it cannot be run. */
  readonly needs?: readonly SetUp[];
  /** Why it cannot be run on this machine, if it cannot: that is not counted. */
  readonly skipReason?: () => Promise<string | undefined>;
}

/** Something that is made before the steps that need it. Making it decides nothing; throwing is a failure. */
export interface SetUp extends Step {
  readonly kind: 'set-up';
  run(context: StepContext): Promise<void>;
}

/** Cases of the project's tests. Throwing is a failure too. */
export interface Check extends Step {
  readonly kind: 'check';
  /** The commands that run it. */
  readonly of: readonly TestCommand[];
  run(context: StepContext): Promise<Decided>;
}
