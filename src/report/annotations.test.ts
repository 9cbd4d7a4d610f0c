import { expect, test } from 'vitest';
import type { RequirementResult } from '../judgement/schema.ts';
import { annotations } from './annotations.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import { workflowCommand } from './workflow-command.ts';

const failing = (id: string, change: Partial<RequirementResult> = {}, message = 'refused'): RequirementResult => ({
  id,
  area: 'CRUD',
  level: 'MUST',
  profile: 'core',
  text: 'A pipeline is created',
  source: 'pipeline.proto',
  databaseDependent: false,
  vulnerability: false,
  lanes: {
    'database/rest': {
      outcome: 'failed',
      checks: [{ scenario: 'pipeline-created', profile: 'core', outcome: 'failed', message, observed: '"50%, a:b"' }],
    },
  },
  ...change,
});

test('a message cannot end its command or begin another one', () => {
  const text = workflowCommand('error', '100 %\r\n::error::x', { title: 'a: b, c' });
  expect(text).toBe('::error title=a%3A b%2C c::100 %25%0D%0A::error::x');
  expect(workflowCommand('endgroup')).toBe('::endgroup::');
});

test('a new failure is an annotation with its requirement, lane, message and place; known ones are none', () => {
  const lines = annotations(sampleReport());
  expect(lines).toHaveLength(5);
  expect(lines.every((line) => /^::error title=[^\n]+$/.test(line))).toBe(true);
  expect(lines[0]).toMatch(
    /^::error title=CRUD-04 failed in kubernetes\/rest::GET by name.*%0Aexpected \{"status":200.*%0Apipeline-read-at-once, suites\/.*:\d+$/,
  );
  expect(lines.at(-1)).toMatch(/^::error title=VER-03 blocked in kubernetes\/rest::/);
  expect(lines.join('\n')).not.toContain('CRUD-06');
  expect(annotations(greenReport())).toEqual([]);
});

test('there are ten at most, and the last one counts the rest', () => {
  const ids = Array.from({ length: 14 }, (_, index) => `CRUD-${String(index + 1).padStart(2, '0')}`);
  const lines = annotations(sampleReport({ requirements: ids.map((id) => failing(id)) }));
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('::error title=5 more checks failed::They are in report.html.');
});

// Why: whoever reads a public log could attack every installation.
test('of a scenario with a vulnerability they tell requirement and lane only', () => {
  const requirements = [
    failing('SEC-01', { vulnerability: true }, 'a secret path'),
    failing('CRUD-01', {}, 'a secret path'),
  ];
  const text = annotations(sampleReport({ requirements })).join('\n');
  expect(text).toContain('title=SEC-01 failed (vulnerability) in database/rest::');
  expect(text).toContain('title=CRUD-01 failed in database/rest::');
  expect(text).not.toMatch(/secret|pipeline-created|50%/);
});
