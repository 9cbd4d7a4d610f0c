import type { Progress } from '../../src/waiting/progress.ts';
import { failureText } from './failure-text.ts';
import type { Check, CaseCounts, SetUp, StepContext } from './step.ts';

/** The total result of the steps. */
export interface Outcome extends Pick<CaseCounts, 'passed' | 'failed'> {
  readonly skipped: number;
  /** The checks that were not run, each with the reason. */
  readonly notRun: readonly string[];
}

type Step = Check | SetUp;

/** The reason why checks that need a step do not run; `failed` if they count as failures. */
interface Blocker {
  readonly why: string;
  readonly failed: boolean;
}

/** The set-ups that must run before `step`, dependencies first. */
const prerequisitesOf = (step: Step): readonly SetUp[] =>
  (step.needs ?? []).flatMap((needed) => [...prerequisitesOf(needed), needed]);

/**
 * Runs the checks, and before each of them its set-ups. A failure skips only the checks that need the failed step. With
 * `mustRun`, a check that cannot run on this machine has failed for that reason.
 */
export const runSteps = async (
  checks: readonly Check[],
  context: StepContext,
  { line }: Progress,
  mustRun?: string,
): Promise<Outcome> => {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const notRun: string[] = [];
  /** The preconditions that were checked; undefined: the step can run. */
  const preconditions = new Map<Step, Blocker | undefined>();
  const failures = new Map<Step, Blocker>();
  const done = new Set<Step>();
  const recordFailure = (step: Step, how: string, why?: string): void => {
    failures.set(step, { why: `${step.name} failed`, failed: true });
    line(`FAILED: ${step.name}${how}${why === undefined ? '' : `: ${why}`}`);
  };
  const checkPrecondition = async (step: Step): Promise<Blocker | undefined> => {
    try {
      const why = await step.skipReason?.();
      return why === undefined ? undefined : { why, failed: false };
    } catch (cause) {
      // A check is counted where it is skipped.
      if (step.kind === 'set-up') failed += 1;
      recordFailure(step, '', failureText(cause));
      return failures.get(step);
    }
  };
  /** The first reason why a check cannot run, so that nothing is set up for it in vain. */
  const firstBlocker = async (steps: readonly Step[]): Promise<Blocker | undefined> => {
    for (const step of steps) {
      if (!preconditions.has(step)) preconditions.set(step, await checkPrecondition(step));
      const blocker = preconditions.get(step) ?? failures.get(step);
      if (blocker !== undefined) return blocker;
    }
    return undefined;
  };
  const run = async (step: Step): Promise<{ counts: CaseCounts; why?: string }> => {
    try {
      if (step.kind === 'check') return { counts: await step.run(context) };
      await step.run(context);
      return { counts: { passed: 0, failed: 0 } };
    } catch (cause) {
      return { counts: { passed: 0, failed: 1 }, why: failureText(cause) };
    }
  };
  const count = async (step: Step): Promise<void> => {
    done.add(step);
    const started = performance.now();
    const { counts, why } = await run(step);
    // An interrupted step without counts has not failed.
    if (context.signal.aborted && why !== undefined) return;
    passed += counts.passed;
    failed += counts.failed;
    skipped += counts.skipped ?? 0;
    const seconds = ` (${((performance.now() - started) / 1000).toFixed(1)} s)`;
    if (counts.failed > 0) recordFailure(step, seconds, why);
    for (const remark of counts.remarks ?? []) line(`FAILED: ${step.name}: ${remark}`);
    if (counts.failed === 0) line(`${context.signal.aborted ? 'interrupted' : 'ok'}: ${step.name}${seconds}`);
  };
  for (const check of checks) {
    const steps = [...prerequisitesOf(check), check];
    for (const step of steps) {
      // After an interruption the counts so far are kept, and no step starts.
      if (context.signal.aborted) return { passed, failed, skipped, notRun };
      const blocker = await firstBlocker(steps);
      if (blocker !== undefined) {
        // A check that could not run because a set-up failed counts as a failure.
        if (blocker.failed || mustRun !== undefined) failed += 1;
        if (!blocker.failed && mustRun !== undefined) line(`FAILED: ${check.name} was not run, and ${mustRun}`);
        notRun.push(`${check.name}: ${blocker.why}`);
        break;
      }
      if (!done.has(step)) await count(step);
    }
  }
  // A command that ran no cases must not succeed, since it proves nothing.
  if (!context.signal.aborted && passed + failed === 0) {
    failed = 1;
    line('FAILED: no check was run');
  }
  return { passed, failed, skipped, notRun };
};
