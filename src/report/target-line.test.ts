import { expect, test } from 'vitest';
import { targetLine, verdictText } from './notices.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';

const lineOf = (change: Partial<ReturnType<typeof sampleReport>['target']>): string => {
  const report = sampleReport();
  return targetLine({ ...report, target: { ...report.target, ...change } });
};

// Why: "binary, unknown, commit unknown" named neither the build nor the option that would.
test('a target that does not know its release is named by its digest, with the option that names the release', () => {
  expect(lineOf({})).toBe('binary, 2.17.0, commit 7b70c7b95f3e');
  expect(lineOf({ commit: 'unknown' })).toBe('binary, 2.17.0, sha256 9f86d081884c');
  expect(lineOf({ release: 'unknown', commit: 'unknown' })).toBe(
    'binary, sha256 9f86d081884c, release not known (set it with --kfp-version)',
  );
  expect(targetLine(greenReport())).toBe('reference implementation');
});

// Why: "not claimed" was read as a choice of the operator, but the target lacks the feature.
test('a profile whose feature the target lacks is not offered', () => {
  const [ofCore] = sampleReport().verdicts.conformance;
  if (ofCore === undefined) throw new Error('the sample has a verdict');
  expect(verdictText({ ...ofCore, verdict: 'not-claimed', modes: [] })).toBe('not offered');
});
