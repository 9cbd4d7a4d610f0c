import type { Reporter } from 'vitest/node';
import { statementOf } from '../judgement/aspects.ts';
import { aspectOf, aspectsShownBy } from '../mutants/check-key.ts';
import type { Matrix } from '../mutants/matrix.ts';
import type { ComparedAspects } from '../mutants/proof.ts';

/**
 * How many aspects requirements have, how many of them failed under a mutant that declares them, and those that did not. An
 * aspect is a statement of a requirement, in whatever scenario and lane it is made: the parts of the record that it
 * compares have one comparison in common. What lanes observe under a label is one in each scenario.
 */
export interface AspectScore {
  readonly compared: number;
  readonly killed: number;
  readonly survived: readonly string[];
}

/** `mutants --json`: the number of checks, of checks that failed under a mutant, and the checks that did not. */
export interface MutationScore {
  readonly checks: number;
  readonly killed: number;
  readonly mutants: number;
  readonly survived: readonly string[];
  /** Of requirements of level MUST, and of all others. */
  readonly aspects: { readonly mandatory: AspectScore; readonly others: AspectScore };
  /** With `--full`. */
  readonly matrix?: Matrix;
}

/** The results of a mutant run so far. */
export interface MutationCollector {
  readonly reporter: Reporter;
  /** Tests that failed, and files that could not be loaded. */
  readonly problems: readonly string[];
  score(): MutationScore;
  /** The number of checks killed so far; once every check is known, `score` counts them. */
  killedSoFar(): number;
}

export interface MutationEvents {
  /** Receives the number of tests of a file before they run. */
  readonly onCollected: (tests: number) => void;
  readonly onStart: (name: string) => void;
  readonly onTest: (state: string, name: string) => void;
  /** Receives what a test notes while it runs. */
  readonly onNote: (text: string) => void;
  /** Failures after this signal are caused by it and are ignored. */
  readonly ended: AbortSignal;
}

export const mutationCollector = ({
  onCollected,
  onStart,
  onTest,
  onNote,
  ended,
}: MutationEvents): MutationCollector => {
  const checks = new Set<string>();
  const killed = new Set<string>();
  const failed = new Set<string>();
  const compared = new Map<string, ComparedAspects>();
  const taken = new Set<string>();
  let mutants = 0;
  let matrix: Matrix | undefined;
  const problems: string[] = [];
  const reporter: Reporter = {
    onTestModuleCollected: ({ children }) => onCollected([...children.allTests()].length),
    onTestCaseReady: ({ name }) => onStart(name),
    onTestModuleEnd: (module) => {
      for (const error of module.errors()) problems.push(`${module.relativeModuleId}: ${error.message}`);
    },
    onTestCaseAnnotate: (_, { message }) => onNote(message),
    onTestCaseResult: (test) => {
      // vitest reports the tests of a file that it counts as skipped, as after an interruption, a second time.
      if (taken.has(test.id)) return;
      taken.add(test.id);
      const { mutantResult, declaredChecks, comparedAspects, matrix: filled } = test.meta();
      for (const key of declaredChecks ?? []) checks.add(key);
      for (const one of comparedAspects ?? []) compared.set(one.key, one);
      for (const kill of mutantResult?.killed ?? []) {
        if (kill.inOwnLane) killed.add(kill.key);
        for (const aspect of aspectsShownBy(kill)) failed.add(aspect);
      }
      if (mutantResult !== undefined) mutants += 1;
      matrix ??= filled;
      const { state, errors } = test.result();
      if (ended.aborted) return;
      onTest(state, test.name);
      if (state === 'failed') problems.push(`${test.name}: ${errors?.[0]?.message ?? ''}`);
    },
  };
  return {
    reporter,
    problems,
    killedSoFar: () => killed.size,
    score: () => {
      const survived = [...checks].filter((key) => !killed.has(key));
      const aspectScore = (mandatory: boolean): AspectScore => {
        const all = [
          ...new Set(
            [...compared.values()]
              .filter((one) => one.mandatory === mandatory && checks.has(one.key))
              .flatMap(({ key, aspects }) => aspects.map((name) => aspectOf(key, statementOf(name)))),
          ),
        ];
        const alive = all.filter((aspect) => !failed.has(aspect));
        return { compared: all.length, killed: all.length - alive.length, survived: alive };
      };
      return {
        checks: checks.size,
        killed: checks.size - survived.length,
        mutants,
        survived,
        aspects: { mandatory: aspectScore(true), others: aspectScore(false) },
        ...(matrix !== undefined && { matrix }),
      };
    },
  };
};
