import { expect, test } from 'vitest';
import { parseBaseline, type Baseline } from './baseline.ts';
import { baselineYaml, headComments } from './baseline-yaml.ts';

const baseline: Baseline = {
  target: 'KFP API server, single-user',
  release: '2.17.0',
  commit: '7b70c7b',
  database: 'MariaDB 10.11.19, utf8mb4, utf8mb4_unicode_520_nopad_ci',
  manifests: 'supplied',
  runs: ['20261130T101500Z-1', '20261130T111500Z-2'],
  entries: (['kubernetes/rest', 'kubernetes/crd'] as const).map((lane) => ({
    requirement: 'CRUD-06',
    lane,
    scenario: 'pipeline-created-twice',
    aspects: { 'a name in use is refused: how / status': ['500'], list: ['["a"]', '[]'] },
    reason: "AlreadyExists is answered as an internal error: the server's defect.",
    vulnerability: true,
    intermittent: { failed: 4, runs: 8, reviewAfter: 50 },
  })),
};

test('the file is readable, with one entry for equal failures', () => {
  expect(baselineYaml(baseline, '# The head.\n')).toBe(`# The head.
target: KFP API server, single-user
release: 2.17.0
commit: 7b70c7b
database: MariaDB 10.11.19, utf8mb4, utf8mb4_unicode_520_nopad_ci
manifests: supplied
runs:
  - 20261130T101500Z-1
  - 20261130T111500Z-2
entries:
  - requirement: CRUD-06
    lane: [ kubernetes/rest, kubernetes/crd ]
    scenario: pipeline-created-twice
    aspects:
      'a name in use is refused: how / status': '500'
      list:
        - '["a"]'
        - '[]'
    reason: "AlreadyExists is answered as an internal error: the server's defect."
    vulnerability: true
    intermittent: { failed: 4, runs: 8, reviewAfter: 50 }
`);
});

test('what is written is read again as it was, whatever a target answers', () => {
  const hostile = [
    '# no comment',
    'a: b',
    '',
    ' x ',
    '500',
    'true',
    '{"a":[1]}',
    'two\nlines\n',
    'k'.repeat(2000),
    '\u0007',
    '— ✓',
  ];
  const [first] = baseline.entries;
  if (first === undefined) throw new Error('the sample has entries');
  const odd: Baseline = {
    ...baseline,
    entries: hostile.map((text, index) => ({ ...first, scenario: `s${index}`, aspects: { [text]: [text] } })),
  };
  const { entries, ...origin } = parseBaseline(baselineYaml(odd), 'b.yaml', '--from');
  expect(origin).toEqual({ ...baseline, entries: undefined });
  const byScenario = (some: Baseline['entries']) => new Map(some.map(({ scenario, aspects }) => [scenario, aspects]));
  expect(byScenario(entries)).toEqual(byScenario(odd.entries));
});

test('an entry that is asked for again is marked, and only that one', () => {
  const [first, second] = baseline.entries;
  if (first === undefined || second === undefined) throw new Error('the sample has entries');
  const due = { ...first, intermittent: { failed: 4, runs: 50, reviewAfter: 50 } };
  const lines = baselineYaml({ ...baseline, entries: [due, second] }).split('\n');
  const marks = lines.flatMap((line, index) => (line.includes('TO BE REVIEWED') ? [index] : []));
  expect(marks).toHaveLength(1);
  expect(lines.slice(marks[0]).join('\n')).toMatch(
    /^ +# TO BE REVIEWED.*\n +- requirement: CRUD-06\n +lane: kubernetes\/rest\n/,
  );
});

test('a baseline without entries is one', () => {
  const text = baselineYaml({ ...baseline, entries: [] });
  expect(parseBaseline(text, 'b.yaml', '--from').entries).toEqual([]);
});

test('the comments at the head of a file are kept, and no others', () => {
  expect(headComments('# one\n#\n\n# two\ntarget: x\n# three\n')).toBe('# one\n#\n\n# two\n');
  expect(headComments('target: x\n')).toBe('');
});
