import { expect, test } from 'vitest';
import type { PlacedCheck } from './check-list.ts';
import { twinsOf } from './twins.ts';

const placed = (scenario: string, change: Partial<PlacedCheck['check']> = {}): PlacedCheck =>
  ({
    requirement: { id: 'A-01' },
    lane: 'database/rest',
    check: { scenario, profile: 'core', outcome: 'known-failure', message: 'the same', ...change },
  }) as PlacedCheck;

const scenarios = (checks: readonly PlacedCheck[]) =>
  twinsOf(checks).map((twins) => twins.map(({ check }) => check.scenario));

test('a scenario and its repetition in multi-user mode are one if they ended alike', () => {
  expect(scenarios([placed('one'), placed('two'), placed('one-multi-user')])).toEqual([
    ['one', 'one-multi-user'],
    ['two'],
  ]);
});

test('they stay two if they differ in outcome, words, observation or cause', () => {
  const changes: Partial<PlacedCheck['check']>[] = [
    { outcome: 'failed' },
    { message: 'another' },
    { observed: '1' },
    { cause: 'cause-2' },
  ];
  for (const change of changes)
    expect(scenarios([placed('one'), placed('one-multi-user', change)])).toEqual([['one'], ['one-multi-user']]);
});
