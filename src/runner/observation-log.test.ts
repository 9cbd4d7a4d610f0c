import { expect, test } from 'vitest';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { normaliser } from '../judgement/normaliser.ts';
import { observationLog } from './observation-log.ts';

const scenario: ScenarioDeclaration = {
  name: 'story',
  checks: [],
  observes: ['everywhere', 'list', { 'by Kubernetes': ['kubernetes/rest', 'kubernetes/crd'] }],
  parity: { 'FILT-10': ['compared'] },
};
const log = (lane: 'database/rest' | 'kubernetes/crd') => observationLog(scenario, lane, normaliser('kabc1234'));

test('observations are kept under the labels that the lane declares', () => {
  const { observe, observations } = log('kubernetes/crd');
  for (const label of ['everywhere', 'by Kubernetes', 'compared']) observe(label, 'kabc1234-first');
  const kept = { value: 'name-first' };
  expect(observations).toEqual({ everywhere: kept, 'by Kubernetes': kept, compared: kept });
});

// Why: a label could be misspelt in one lane, or everywhere, and nothing was compared under it.
test.each(['everywere', 'by Kubernetes'])(
  'an observation under a label that is not declared is an error: %s',
  (label) => {
    const { observe } = log('database/rest');
    expect(() => observe(label, 1)).toThrow(label);
  },
);

test('a label is observed once', () => {
  const { observe } = log('database/rest');
  observe('everywhere', 1);
  expect(() => observe('everywhere', 1)).toThrow('twice');
});

// Why: JSON leaves out what is undefined, so lanes that were given no answer were equal.
test.each([undefined, { status: undefined }, [1, undefined], { first: 200, second: 'no answer' }])(
  'a value without an answer is none: %j',
  (value) => {
    const { observe, observations } = log('database/rest');
    observe('everywhere', value);
    expect(observations).toEqual({ everywhere: {} });
  },
);

test.each([null, 0, '', false, [], {}, 'missing', { status: 404 }])(
  'a refusal and an empty value are answers: %j',
  (value) => {
    const { observe, observations } = log('database/rest');
    observe('everywhere', value);
    expect(observations).toEqual({ everywhere: { value } });
  },
);

// Why: whether two objects are created within one second is chance, and must not make two lanes differ.
test('times are compared by their format, not by which of them are equal', () => {
  const [one, other] = [log('database/rest'), log('kubernetes/crd')];
  one.observe('everywhere', { created: ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'] });
  one.observe('list', '2026-01-02T03:04:05Z');
  other.observe('everywhere', { created: ['2026-01-02T03:04:05Z', '2026-01-02T03:04:06Z'] });
  other.observe('list', '2026-01-02T03:04:09Z');
  expect(one.observations).toEqual(other.observations);
  expect(one.observations).toEqual({
    everywhere: { value: { created: ['TIMEZ', 'TIMEZ'] } },
    list: { value: 'TIMEZ' },
  });
});
