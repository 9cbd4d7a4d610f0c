import { expect, test } from 'vitest';
import type { ComparedCheck, ReportComparison } from '../judgement/compared-reports.ts';
import { comparisonText } from './comparison-text.ts';
import { sampleReport } from './testing/sample-report.ts';

const none: ReportComparison = { newlyFailing: [], changed: [], fixed: [], undecided: [], gone: [], new: [] };
const check: ComparedCheck = { requirement: 'CRUD-06', lane: 'kubernetes/rest', scenario: 'story' };
const text = (comparison: Partial<ReportComparison>, ...doubts: readonly string[]): string =>
  comparisonText(sampleReport(), sampleReport(), { ...none, ...comparison, doubts }, { columns: 100, colour: false });

test('each kind of difference has its heading, and the checks with their outcomes', () => {
  const lines = text({
    newlyFailing: [{ ...check, before: 'passed', after: 'failed', aspects: { new: { status: '500' }, gone: {} } }],
    changed: [
      { ...check, before: 'failed', after: 'known-failure', aspects: { new: { list: '[]' }, gone: { list: '["a"]' } } },
    ],
    fixed: [{ ...check, before: 'known-failure', after: 'passed', intermittent: { failed: 4, runs: 8 } }],
    undecided: [{ ...check, before: 'passed', after: 'error' }],
    gone: [{ ...check, before: 'passed' }],
    new: [{ ...check, after: 'passed' }],
  });
  expect(lines.split('\n').slice(2)).toEqual([
    '',
    'Newly failing (1)',
    '  CRUD-06 in kubernetes/rest [story]: passed → failed',
    '    + status: 500',
    '',
    'Failing in another way (1)',
    '  CRUD-06 in kubernetes/rest [story]: failed → known failure',
    '    - list: ["a"]',
    '    + list: []',
    '',
    'No longer failing (1)',
    '  CRUD-06 in kubernetes/rest [story]: known failure → passed (failed in 4 of 8 runs before)',
    '',
    'No longer decided (1)',
    '  CRUD-06 in kubernetes/rest [story]: passed → error',
    '',
    'No longer there (1)',
    '  CRUD-06 in kubernetes/rest [story]: passed → not there',
    '',
    'New, not failing (1)',
    '  CRUD-06 in kubernetes/rest [story]: not there → passed',
    '',
    '1 newly failing, 1 failing in another way',
    '',
  ]);
});

test('without a difference there is one sentence, after the two runs', () => {
  expect(text({}).split('\n')).toEqual([
    expect.stringMatching(/^first {3}20261123-101500-3f9a: binary, 2\.17\.0/),
    expect.stringMatching(/^second {2}20261123-101500-3f9a: binary/),
    '',
    'Nothing newly fails or fails in another way.',
    '',
  ]);
});

test('what the comparison cannot say stands before its last sentence, which then says less', () => {
  expect(text({}, 'The second run was interrupted.').split('\n').slice(-4)).toEqual([
    '',
    'The second run was interrupted.',
    'Nothing that was decided newly fails or fails in another way.',
    '',
  ]);
});

test('text from a target is escaped', () => {
  const aspects = { new: { status: 'a\u001b[31mb' }, gone: {} };
  expect(text({ newlyFailing: [{ ...check, before: 'passed', after: 'failed', aspects }] })).not.toContain('\u001b');
});
