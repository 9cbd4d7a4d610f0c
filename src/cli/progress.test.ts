import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { CheckResult } from '../contract/result.ts';
import { progressPrinter } from './progress.ts';

const printed = (
  terminal: { isTTY?: boolean; columns?: number },
  use: (stream: NodeJS.WriteStream) => void,
): string => {
  const stream = Object.assign(new PassThrough(), terminal);
  use(stream as unknown as NodeJS.WriteStream);
  return String(stream.read() ?? '');
};
const check = (outcome: CheckResult['outcome']): CheckResult => ({
  requirement: 'CRUD-06',
  lane: 'database/rest',
  scenario: 'story',
  outcome,
});

test('a failing check is printed at once, with its lane and scenario', () => {
  const text = printed({}, (stream) =>
    progressPrinter(stream).scenario([check('passed'), check('failed')], 'story [database/rest]'),
  );
  expect(text).toMatch(/^ +\d\.\d s {2}failed CRUD-06 in database\/rest \(story\)\n$/);
});

test('the status line fits a narrow terminal, since a wrapped line could not be cleared', () => {
  const text = printed({ isTTY: true, columns: 30 }, (stream) =>
    progressPrinter(stream).scenario([check('passed')], 'story [database/rest]'),
  );
  expect(text.split('\u001B[K').at(-1)?.length).toBeLessThan(30);
});
