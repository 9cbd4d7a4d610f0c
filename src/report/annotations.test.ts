import { expect, test } from 'vitest';
import { annotations } from './annotations.ts';
import { oldRelease, reportOf, twoDefects } from './testing/many-failures.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import { workflowCommand } from './workflow-command.ts';

test('a message cannot end its command or begin another one', () => {
  const text = workflowCommand('error', '100 %\r\n::error::x', { title: 'a: b, c' });
  expect(text).toBe('::error title=a%3A b%2C c::100 %25%0D%0A::error::x');
  expect(workflowCommand('endgroup')).toBe('::endgroup::');
});

test('a cause is an annotation with its requirement, lane, values, place and link; known ones are none', () => {
  const lines = annotations(sampleReport());
  expect(lines).toHaveLength(5);
  expect(lines.every((line) => /^::error title=[^\n]+$/.test(line))).toBe(true);
  expect(lines.find((line) => line.includes('CRUD-04'))).toMatch(
    /^::error title=new%3A CRUD-04 in kubernetes\/rest::GET by name.*%0Aexpected \{"status":200.*%0Apipeline-read-at-once, suites\/.*:\d+%0Areport\.html#CRUD-04\.kubernetes-rest\.pipeline-read-at-once$/,
  );
  expect(lines.at(-1)).toMatch(/^::error title=not judged%3A VER-03 in kubernetes\/crd::/);
  expect(lines.join('\n')).not.toContain('CRUD-06');
  expect(annotations(greenReport())).toEqual([]);
});

test('two defects are two annotations, and a changed failure says what is known', () => {
  expect(annotations(twoDefects())).toHaveLength(2);
  const [line] = annotations(reportOf([{ requirement: 'CRUD-15', baselineReason: 'it forgets' }]));
  expect(line).toMatch(/^::error title=fails in more than is known%3A CRUD-15 .*%0Aknown before: it forgets%0A/);
});

test('there are ten at most, and the last one counts the rest', () => {
  const lines = annotations(oldRelease());
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('::error title=3 more causes::They are in report.html.');
});

// Why: whoever reads a public log could attack every installation.
test('of a scenario with a vulnerability they tell requirement and lane only', () => {
  const secret = { scenario: 'foreign-read', message: 'a secret path', observed: '50%' };
  const text = annotations(
    reportOf([
      { requirement: 'SEC-01', vulnerability: true, ...secret },
      { requirement: 'CRUD-01', ...secret },
    ]),
  ).join('\n');
  expect(text).toContain('title=new%3A SEC-01 in kubernetes/rest%2C a vulnerability::');
  expect(text).toContain('title=new%3A CRUD-01 in kubernetes/rest::');
  expect(text).not.toMatch(/secret|foreign-read|50%/);
});
