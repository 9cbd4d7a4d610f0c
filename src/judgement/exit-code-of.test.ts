import { expect, test } from 'vitest';
import type { Outcome } from '../contract/outcome.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { gateVerdict, type GateInput } from './gate.ts';

const code = (outcomes: readonly Outcome[], more: Partial<GateInput> = {}) => {
  const gate = gateVerdict({ outcomes, broken: [], complete: true, required: [], conformance: [], ...more });
  return { code: exitCodeOf({ gate, outcomes }), passed: gate.passed };
};

// Why: an error of the harness ended with the code of a failed target, and a run that judged nothing with that of success.
test.each([
  [['passed', 'known-failure'], {}, 0],
  [['passed', 'failed'], {}, 1],
  [['passed', 'blocked', 'error'], {}, 1],
  [['passed', 'stale-baseline'], {}, 1],
  [['passed', 'error'], {}, 3],
  [['not-applicable', 'recorded'], {}, 1],
  [[], {}, 1],
  [['passed'], { required: ['core'] }, 1],
  [['passed', 'error'], { required: ['core'] }, 1],
  [['passed', 'failed'], { broken: ['a result was lost'] }, 3],
  [['passed'], { broken: ['the target died'] }, 3],
] as const)('%j with %j ends with %i', (outcomes, more, expected) => {
  expect(code(outcomes, more)).toEqual({ code: expected, passed: expected === 0 });
});
