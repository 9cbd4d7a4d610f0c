import type { Reporter } from 'vitest/node';
import type { MatrixRow } from '../mutants/matrix.ts';

/** `mutants --json`: how many checks can fail, how many were seen failing, and which were not. */
export interface MutationScore {
  readonly checks: number;
  readonly killed: number;
  readonly mutants: number;
  readonly survived: readonly string[];
}

/** How the proofs of a run of the mutants went, so far. */
export interface MutationCollector {
  readonly reporter: Reporter;
  /** Proofs that failed, and files that could not be loaded. */
  readonly problems: readonly string[];
  score(): MutationScore;
  /** How many checks have been seen failing; once every check is known, `score` counts them. */
  seenFailing(): number;
}

export interface MutationEvents {
  readonly onRow: (mutant: string, row: MatrixRow) => void;
  readonly onTest: (state: string, name: string) => void;
  /** What fails after that fails because of it. */
  readonly ended: AbortSignal;
}

export const mutationCollector = ({ onRow, onTest, ended }: MutationEvents): MutationCollector => {
  const checks = new Set<string>();
  const killed = new Set<string>();
  let mutants = 0;
  const problems: string[] = [];
  const reporter: Reporter = {
    onTestModuleEnd: (module) => {
      for (const error of module.errors()) problems.push(`${module.relativeModuleId}: ${error.message}`);
    },
    onTestCaseResult: (test) => {
      const { mutantResult, declaredChecks, matrixRow } = test.meta();
      for (const key of declaredChecks ?? []) checks.add(key);
      for (const key of mutantResult?.killed ?? []) killed.add(key);
      if (mutantResult !== undefined) mutants += 1;
      if (mutantResult !== undefined && matrixRow !== undefined) onRow(mutantResult.mutant, matrixRow);
      const { state, errors } = test.result();
      if (ended.aborted) return;
      onTest(state, test.name);
      if (state === 'failed') problems.push(`${test.name}: ${errors?.[0]?.message ?? ''}`);
    },
  };
  return {
    reporter,
    problems,
    seenFailing: () => killed.size,
    score: () => {
      const survived = [...checks].filter((key) => !killed.has(key));
      return { checks: checks.size, killed: checks.size - survived.length, mutants, survived };
    },
  };
};
