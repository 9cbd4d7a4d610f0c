import { checkName, decidedTwice } from '../../src/judgement/expected-checks.ts';
import type { CheckResult } from '../../src/contract/result.ts';
import type { VitestReport } from '../test-command/vitest-report.ts';
import type { RunCounts } from './pinned-counts.ts';
import { tallied } from './tallied.ts';

/** What a run of the suites and of their mutants counted. Throws if a check was decided twice. */
export const measuredCounts = ({ testResults }: VitestReport): RunCounts => {
  const metas = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ meta }) => meta ?? {}));
  const checks: readonly CheckResult[] = metas.flatMap(({ scenarioResult }) => scenarioResult?.checks ?? []);
  const [twice] = decidedTwice(checks.map(checkName));
  if (twice !== undefined) throw new Error(twice);
  const out = checks.filter(({ outcome }) => outcome === 'not-applicable');
  const proofs = metas.flatMap(({ mutantResult }) => mutantResult ?? []);
  return {
    run: checks.length - out.length,
    notApplicable: tallied(out.map(({ reason }) => reason ?? 'without a reason')),
    provable: new Set(metas.flatMap(({ declaredChecks }) => declaredChecks ?? [])).size,
    proved: new Set(proofs.flatMap(({ killed }) => killed.map(({ key }) => key))).size,
    mutants: proofs.length,
  };
};
