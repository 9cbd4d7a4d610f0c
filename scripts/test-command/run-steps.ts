import { firstFailure } from '../../src/environments/first-failure.ts';
import type { Check, Decided, SetUp, StepContext } from './step.ts';

/** How the steps went, together. */
export interface Outcome extends Decided {
  /** What was not run, and why. */
  readonly notRun: readonly string[];
}

/** Why what needs a step is not run; `failed` where that is a failure of it too. */
interface Gap {
  readonly why: string;
  readonly failed: boolean;
}

/** The steps that come before `step`, those that they need first. */
const before = (step: Check | SetUp): readonly SetUp[] =>
  (step.needs ?? []).flatMap((needed) => [...before(needed), needed]);

/** Each check with the set-ups that it needs before it, each set-up once. */
const inOrder = (checks: readonly Check[]): readonly (Check | SetUp)[] => [
  ...new Set(checks.flatMap((check) => [...before(check), check])),
];

const messageOf = (cause: unknown): string => {
  const first = firstFailure(cause);
  return first instanceof Error ? first.message : String(first);
};

/** Runs the checks, and before each of them what it needs. A failure ends nothing but what needs the step that failed. */
export const runSteps = async (
  checks: readonly Check[],
  context: StepContext,
  told: (line: string) => void,
): Promise<Outcome> => {
  let passed = 0;
  let failed = 0;
  const notRun: string[] = [];
  const gaps = new Map<Check | SetUp, Gap>();
  const gapBefore = async (step: Check | SetUp): Promise<Gap | undefined> => {
    const why = await step.hindrance?.();
    if (why !== undefined) return { why, failed: false };
    return step.needs?.map((needed) => gaps.get(needed)).find((gap) => gap !== undefined);
  };
  const run = async (step: Check | SetUp): Promise<{ decided: Decided; why?: string }> => {
    try {
      if (step.kind === 'check') return { decided: await step.run(context) };
      await step.run(context);
      return { decided: { passed: 0, failed: 0 } };
    } catch (cause) {
      return { decided: { passed: 0, failed: 1 }, why: messageOf(cause) };
    }
  };
  for (const step of inOrder(checks)) {
    // What was decided by then counts; the rest is not begun.
    if (context.signal.aborted) break;
    const gap = await gapBefore(step);
    if (gap !== undefined) {
      gaps.set(step, gap);
      // What a set-up of the project's own broke is no reason to count fewer failures than there are.
      if (gap.failed && step.kind === 'check') failed += 1;
      if (step.kind === 'check') notRun.push(`${step.name}: ${gap.why}`);
      continue;
    }
    const started = performance.now();
    const { decided, why } = await run(step);
    // What was cut off before it decided anything has not failed.
    if (context.signal.aborted && why !== undefined) break;
    passed += decided.passed;
    failed += decided.failed;
    if (decided.failed > 0) gaps.set(step, { why: `${step.name} failed`, failed: true });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const complete = context.signal.aborted ? 'cut off' : 'ok';
    const outcome = decided.failed === 0 ? complete : 'FAILED';
    told(`${outcome}: ${step.name} (${seconds} s)${why === undefined ? '' : `: ${why}`}`);
  }
  return { passed, failed, notRun };
};
