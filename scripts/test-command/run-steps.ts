import type { Progress } from '../../src/waiting/progress.ts';
import { failureText } from './failure-text.ts';
import type { Check, Decided, SetUp, StepContext } from './step.ts';

/** How the steps went, together. */
export interface Outcome extends Decided {
  /** What was not run, and why. */
  readonly skipped: readonly string[];
}

type Step = Check | SetUp;

/** Why what needs a step is not run; `failed` where that is a failure of it too. */
interface Gap {
  readonly why: string;
  readonly failed: boolean;
}

/** The steps that come before `step`, those that they need first. */
const before = (step: Step): readonly SetUp[] => (step.needs ?? []).flatMap((needed) => [...before(needed), needed]);

/** Runs the checks, and before each of them what it needs. A failure ends nothing but what needs the step that failed. */
export const runSteps = async (
  checks: readonly Check[],
  context: StepContext,
  { line }: Progress,
): Promise<Outcome> => {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  /** What is known of each step so far. Absent: it has not been looked at. */
  const hindrances = new Map<Step, Gap | undefined>();
  const gaps = new Map<Step, Gap>();
  const done = new Set<Step>();
  const fails = (step: Step, how: string, why?: string): void => {
    gaps.set(step, { why: `${step.name} failed`, failed: true });
    line(`FAILED: ${step.name}${how}${why === undefined ? '' : `: ${why}`}`);
  };
  const hindranceOf = async (step: Step): Promise<Gap | undefined> => {
    try {
      const why = await step.skipReason?.();
      return why === undefined ? undefined : { why, failed: false };
    } catch (cause) {
      // A check counts when it is not run.
      if (step.kind === 'set-up') failed += 1;
      fails(step, '', failureText(cause));
      return gaps.get(step);
    }
  };
  /** The first of the steps that cannot be run. Nothing is set up for a check that one of its needs keeps from running. */
  const gapAmong = async (steps: readonly Step[]): Promise<Gap | undefined> => {
    for (const step of steps) {
      if (!hindrances.has(step)) hindrances.set(step, await hindranceOf(step));
      const gap = hindrances.get(step) ?? gaps.get(step);
      if (gap !== undefined) return gap;
    }
    return undefined;
  };
  const run = async (step: Step): Promise<{ decided: Decided; why?: string }> => {
    try {
      if (step.kind === 'check') return { decided: await step.run(context) };
      await step.run(context);
      return { decided: { passed: 0, failed: 0 } };
    } catch (cause) {
      return { decided: { passed: 0, failed: 1 }, why: failureText(cause) };
    }
  };
  const count = async (step: Step): Promise<void> => {
    done.add(step);
    const started = performance.now();
    const { decided, why } = await run(step);
    // What was cut off before it decided anything has not failed.
    if (context.signal.aborted && why !== undefined) return;
    passed += decided.passed;
    failed += decided.failed;
    const seconds = ` (${((performance.now() - started) / 1000).toFixed(1)} s)`;
    if (decided.failed > 0) fails(step, seconds, why);
    else line(`${context.signal.aborted ? 'cut off' : 'ok'}: ${step.name}${seconds}`);
  };
  for (const check of checks) {
    const steps = [...before(check), check];
    for (const step of steps) {
      // What was decided by then counts; the rest is not begun.
      if (context.signal.aborted) return { passed, failed, skipped };
      const gap = await gapAmong(steps);
      if (gap !== undefined) {
        // What a set-up of the project's own broke is no reason to count fewer failures than there are.
        if (gap.failed) failed += 1;
        skipped.push(`${check.name}: ${gap.why}`);
        break;
      }
      if (!done.has(step)) await count(step);
    }
  }
  // A command that decided nothing proves nothing: its success would be taken for the tests'.
  if (!context.signal.aborted && passed + failed === 0) {
    failed = 1;
    line('FAILED: nothing was run');
  }
  return { passed, failed, skipped };
};
