import { expect, test } from 'vitest';
import type { LaneName } from '../contract/lane-name.ts';
import type { CheckResult } from '../contract/result.ts';
import { causesOf } from './causes.ts';
import { comparedValue } from './compared-value.ts';
import { checkName, type DeclaredCheck } from './expected-checks.ts';

const check = (requirement: string, scenario: string, rest: Partial<CheckResult> = {}): CheckResult => ({
  requirement,
  lane: 'kubernetes/rest',
  scenario,
  outcome: 'failed',
  message: `${requirement} holds`,
  ...rest,
});

const failing = (name: string, observed: string) => ({ deviations: { [name]: { expected: '"right"', observed } } });

const lanes: readonly LaneName[] = ['database/rest', 'kubernetes/rest'];
const comparison = (scenario: string, lane: LaneName = 'kubernetes/rest'): DeclaredCheck => ({
  requirement: 'PAR-01',
  scenario,
  lane,
  profile: 'core',
  features: [],
  observed: lanes,
  compared: [['LIST-06'], ['LIST-06']],
});

test('checks that met the same refusal have one cause, whatever their requirement, ids and numbers', () => {
  const refusal = (id: string) => `"400 {\\"error_message\\":\\"unknown field \\\\\\"tags\\\\\\" of ${id}\\"}"`;
  const { causes } = causesOf(
    [
      check('NAME-16', 'tagged', failing('create: accepted', refusal('id-1'))),
      check('FILT-20', 'filtered', failing('seed: accepted', refusal('id-27'))),
      check('VER-01', 'blocked', { outcome: 'blocked', message: `given: expected 200, got 400: ${refusal('id-3')}` }),
    ],
    [],
  );
  expect(causes).toHaveLength(1);
  expect(causes[0]).toMatchObject({ novelty: 'new', checks: 3, requirements: ['NAME-16', 'FILT-20', 'VER-01'] });
  expect(causes[0]?.text).toBe('unknown field "tags" of id-#');
});

test('what only the lane with which it is compared refused is no refusal that the lane met', () => {
  const refused = `"{\\"error_message\\":\\"name in use\\"}"`;
  const { causes } = causesOf(
    [check('PAR-01', 'story', failing('second', comparedValue('"accepted"', 'database/rest', refused)))],
    [comparison('story')],
  );
  expect(causes[0]?.text).toBe(`second: "accepted"; database/rest: ${refused}`);
});

test('a scenario and its multi-user variant have one cause, another statement of the requirement another', () => {
  const { causes } = causesOf(
    [
      check('LIST-04', 'pages', failing('every item once', '"missing"')),
      check('LIST-04', 'pages-multi-user', failing('every item once', '"missing"')),
      check('LIST-04', 'order', failing('in order', '"not"')),
    ],
    [],
  );
  expect(causes.map(({ text, checks }) => [text, checks])).toEqual([
    ['every item once: "missing"', 2],
    ['in order: "not"', 1],
  ]);
});

// Why: of an old release, ten causes were one: that it does not know the field of the request.
test('what different steps block, because the target refuses them alike, has one cause', () => {
  const refused = (step: string) =>
    ({ outcome: 'blocked', message: `${step}: rest: create a pipeline: accepted: 400 unknown field "tags"` }) as const;
  const { causes } = causesOf(
    [
      check('FILT-01', 'filters', refused('four pipelines are listed')),
      check('NAME-13', 'limits', refused('a pipeline has tags')),
      check('CRUD-30', 'formats', failing('rest: create a pipeline: accepted', '"400 unknown field \\"tags\\""')),
    ],
    [],
  );
  expect(causes.map(({ text, checks }) => [text, checks])).toEqual([['unknown field "tags"', 3]]);
});

test('what the same step blocks has one cause', () => {
  const blocked = { outcome: 'blocked', message: '45 pipelines are listed: all are listed' } as const;
  expect(causesOf([check('LIST-03', 'pages', blocked), check('LIST-04', 'pages', blocked)], []).causes).toHaveLength(1);
});

test('what is known has the reason of the baseline as its cause', () => {
  const { causes } = causesOf(
    [
      check('LIST-04', 'pages', { outcome: 'known-failure', baselineReason: 'ordered by one column' }),
      check('LIST-05', 'pages', { outcome: 'known-failure', baselineReason: 'ordered by one column' }),
    ],
    [],
  );
  expect(causes).toEqual([
    {
      id: 'cause-1',
      novelty: 'known',
      text: 'ordered by one column',
      requirements: ['LIST-04', 'LIST-05'],
      lanes: ['kubernetes/rest'],
      checks: 2,
      echoes: 0,
    },
  ]);
});

test('a comparison of lanes goes with the check from which it follows', () => {
  const own = check('LIST-06', 'pages', failing('goes on', '["b"]'));
  const echo = check('PAR-01', 'pages', failing('next', '["b"]'));
  const { causes, checks } = causesOf([own, echo], [comparison('pages')]);
  expect(causes).toHaveLength(1);
  expect(causes[0]).toMatchObject({ text: 'goes on: ["b"]', checks: 2, echoes: 1 });
  expect(checks.get(checkName(echo))).toEqual({
    novelty: 'new',
    cause: 'cause-1',
    echoOf: { requirement: 'LIST-06', lane: 'kubernetes/rest' },
  });
});

test('it follows from the first lane as well, with which it is compared, and from no other', () => {
  const echo = check('PAR-01', 'pages', failing('next', '["b"]'));
  const of = (lane: LaneName) =>
    causesOf([check('LIST-06', 'pages', { lane, ...failing('goes on', '["b"]') }), echo], [comparison('pages')]).causes;
  expect(of('database/rest')).toHaveLength(1);
  expect(of('kubernetes/crd')).toHaveLength(2);
});

// Why: whatever a comparison found was told as a consequence of the first failure of its lane, and looked at no more.
test('a comparison that observed something else than the check that fails has a cause of its own', () => {
  const own = check('LIST-06', 'pages', failing('goes on', '["b"]'));
  const causesWith = (aspect: string, observed: string, more: Partial<CheckResult> = {}) =>
    causesOf([{ ...own, ...more }, check('PAR-01', 'pages', failing(aspect, observed))], [comparison('pages')]).causes
      .length;
  expect(causesWith('tags', comparedValue('"lost"', 'database/rest', '"kept"'))).toBe(2);
  expect(causesWith('next', comparedValue('{"names":["b"]}', 'database/rest', '{"names":["c"]}'))).toBe(1);
  // What the other lane observed counts if the check failed there.
  const inBase = comparedValue('["c"]', 'database/rest', '["b"]');
  expect(causesWith('next', inBase)).toBe(2);
  expect(causesWith('next', inBase, { lane: 'database/rest' })).toBe(1);
  expect(causesWith('next', '(no answer)', failing('an answer', 'no answer in time'))).toBe(1);
  const prevented = 'kubernetes/rest did not observe everything, because LIST-06 failed';
  expect(causesWith('next', prevented)).toBe(1);
});

// Why: a new difference would be hidden among known failures, which nobody reads again.
test('a new failure never goes with a known one', () => {
  const known = check('LIST-06', 'pages', { outcome: 'known-failure', baselineReason: 'known for long' });
  const { causes } = causesOf([known, check('PAR-01', 'pages', failing('next', '["b"]'))], [comparison('pages')]);
  expect(causes.map(({ novelty }) => novelty)).toEqual(['new', 'known']);
});

test('what another check blocks goes with it, through a comparison too', () => {
  const blocked = check('PAR-01', 'pages', {
    lane: 'kubernetes/crd',
    outcome: 'blocked',
    blockedBy: { requirement: 'LIST-06', lane: 'kubernetes/rest' },
  });
  const { causes, checks } = causesOf(
    [check('LIST-06', 'pages', failing('goes on', '["b"]')), blocked],
    [comparison('pages', 'kubernetes/crd')],
  );
  expect(causes).toHaveLength(1);
  expect(checks.get(checkName(blocked))).toEqual({ novelty: 'new', cause: 'cause-1' });
});

// Why: the comparison repeated in other words what the five checks before it had said, as a cause of its own.
test('a comparison that a step blocks goes with the checks that this step blocks', () => {
  const blocked = (requirement: string, message: string): CheckResult =>
    check(requirement, 'pages', { outcome: 'blocked', message });
  const echo = blocked('PAR-01', 'kubernetes/rest did not observe everything, because it broke off: all are listed');
  const failed = check('LIST-06', 'pages', { ...failing('goes on', '["b"]'), lane: 'database/rest' });
  const { causes, checks } = causesOf([failed, blocked('LIST-03', 'all are listed'), echo], [comparison('pages')]);
  expect(causes.map((cause) => [cause.text, cause.checks, cause.echoes])).toEqual([
    ['goes on: ["b"]', 1, 0],
    ['all are listed', 2, 1],
  ]);
  expect(checks.get(checkName(echo))).toMatchObject({ echoOf: { requirement: 'LIST-03', lane: 'kubernetes/rest' } });
});

test('new comes first, then changed, fixed and known, each the largest first', () => {
  const { causes } = causesOf(
    [
      check('A-01', 'one', { outcome: 'known-failure', baselineReason: 'known' }),
      check('B-01', 'one', { outcome: 'stale-baseline', baselineReason: 'was so' }),
      check('C-01', 'one', { ...failing('also', '"worse"'), baselineReason: 'was less' }),
      check('D-01', 'one', failing('small', '"x"')),
      check('E-01', 'one', failing('large', '"x"')),
      check('E-01', 'two', failing('large', '"x"')),
      check('F-01', 'one', { outcome: 'passed' }),
      check('G-01', 'one', { outcome: 'error' }),
    ],
    [],
  );
  expect(causes.map(({ novelty, text }) => [novelty, text])).toEqual([
    ['new', 'large: "x"'],
    ['new', 'small: "x"'],
    ['changed', 'also: "worse"'],
    ['fixed', 'was so'],
    ['known', 'known'],
  ]);
});
