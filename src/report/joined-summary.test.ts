import { expect, test } from 'vitest';
import { printJoined } from './joined-summary.ts';
import { greenReport } from './testing/sample-report.ts';

test('the runs that were judged together are named, with the claims and the gate', () => {
  const written: string[] = [];
  const report = greenReport();
  printJoined([report, report], report.verdicts, { columns: 100, write: (text) => written.push(text) });
  expect(written.join('').split('\n')).toEqual([
    'Judged together: 2 runs of one build',
    '  20261123-101500-3f9a: reference implementation, local',
    '  20261123-101500-3f9a: reference implementation, local',
    'Judged by kfp-conformance 0.1.0, commit 587a360d2f0c, sha256:4f1c5b0a9e3d',
    'Conformance core: conformant — 2 MUST, of which 1 no version of this suite decides yet',
    'Gate: ✓ passed',
    '',
  ]);
});
