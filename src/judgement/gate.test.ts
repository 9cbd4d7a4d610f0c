import { expect, test } from 'vitest';
import { gateVerdict, type GateInput } from './gate.ts';

const whole: GateInput = { outcomes: ['passed'], broken: [], complete: true, required: [], conformance: [] };
const gate = (input: Partial<GateInput>) => gateVerdict({ ...whole, ...input });

test('passed checks and known failures pass the gate', () => {
  expect(gate({ outcomes: ['passed', 'known-failure', 'not-applicable', 'recorded'] })).toEqual({
    passed: true,
    reasons: [],
    unmet: [],
    broken: [],
  });
});

test.each(['failed', 'blocked', 'error', 'stale-baseline'] as const)('%s fails the gate', (outcome) => {
  expect(gate({ outcomes: ['passed', outcome] })).toMatchObject({ passed: false, reasons: [`1 ${outcome}`] });
});

test('an interruption and a broken test fail the gate', () => {
  expect(gate({ complete: false })).toMatchObject({ passed: false, reasons: ['the run was interrupted'] });
  expect(gate({ broken: ['a test broke'] })).toMatchObject({ passed: false, broken: ['a test broke'] });
});

// Why: a run that only recorded values passed, although it had judged nothing.
test.each([[[]], [['not-applicable']], [['not-applicable', 'recorded']], [['recorded']]] as const)(
  'a run that judged nothing (%j) fails the gate',
  (outcomes) => {
    expect(gate({ outcomes })).toMatchObject({ passed: false, unmet: ['no check was judged'] });
  },
);

// Why: the exit code said so, but junit.xml and summary.md, which are made from the gate, said "passed".
test('a required profile that is not conformant, or has no verdict, fails the gate', () => {
  const conformance = [
    { profile: 'core', verdict: 'conformant' },
    { profile: 'cluster', verdict: 'not-conformant' },
  ] as const;
  expect(gate({ conformance, required: ['core'] }).passed).toBe(true);
  expect(gate({ conformance, required: ['core', 'cluster', 'multi-user'] })).toMatchObject({
    passed: false,
    reasons: ['--require-conformance cluster: not conformant', '--require-conformance multi-user: not decided'],
    broken: [],
  });
});
