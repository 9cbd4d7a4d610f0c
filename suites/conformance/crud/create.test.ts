import { AssertionError } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { namesFor } from '../../../src/contract/names.ts';
import type { Lane, Surface } from '../../../src/lanes/lane.ts';
import { laneOf } from '../../../src/lanes/lanes.ts';
import { roundsOf } from '../../../src/scenarios/rounds.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import suite from './create.suite.ts';

const named = async (name: string) => ({ kind: 'ok', status: 200, message: '', value: { id: name, name } });

/** Looks once instead of for the time of the view, and counts the looks. */
const lookingOnce = (lane: Lane) => {
  const waits: number[] = [];
  const eventually: Lane['eventually'] = async ({ patienceMs }, assertion) => {
    waits.push(patienceMs);
    await assertion();
  };
  return { waits, lane: { ...lane, eventually } };
};

/** Runs `pipeline-read-at-once` on a target whose REST API gets pipelines by name, and lists those that `isListed`. */
const readAtOnce = async (name: 'kubernetes/rest' | 'kubernetes/crd', isListed: (created: number) => boolean) => {
  const names = namesFor(1, 'pipeline-read-at-once', name, '');
  const created: string[] = [];
  const createPipeline = (draft: { readonly name: string }) => {
    created.push(draft.name);
    return named(draft.name);
  };
  const surface = {
    createPipeline,
    getPipelineByName: named,
    allPipelines: async () => ({ ...(await named('')), value: created.map((one) => ({ id: one, name: one })) }),
  };
  const listed = () => (isListed(created.length) ? created.map((one) => ({ pipeline_id: one, name: one })) : []);
  const rest = { ...surface, name: 'rest' } as unknown as Surface;
  const kubernetes = { ...surface, name: 'kubernetes' } as unknown as Surface;
  const { waits, lane } = lookingOnce(laneOf({ name, rest, kubernetes }));
  const outcomes: Record<string, unknown> = {};
  const context = {
    lane,
    names,
    rounds: roundsOf({ writesPerRound: 1, writesPerSecond: 1_000, thorough: false }),
    kfp: {
      call: async () => ({
        surface: 'rest',
        asked: { method: 'GET', target: '/' },
        status: 200,
        headers: {},
        body: JSON.stringify({ pipelines: listed() }),
      }),
    },
    given: (_: string, action: () => Promise<unknown>) => action(),
    observe: () => {},
    check: async (requirement: string, decide: () => void) => {
      try {
        decide();
        outcomes[requirement] = 'passed';
      } catch (failure) {
        if (!(failure instanceof AssertionError)) throw failure;
        outcomes[requirement] = [failure.message.split('\n')[0], failure.actual];
      }
    },
  } as unknown as ScenarioContext;
  await suite.scenarios.find((scenario) => scenario.name === 'pipeline-read-at-once')?.run(context);
  return { rounds: created.length, waits: waits.filter((ms) => ms > 0).length, outcomes };
};

const unlisted = {
  'CRUD-04': 'passed',
  'CRUD-05': ['every pipeline is listed right after its create', { missing: 'some' }],
};

// Why: each of 59 rounds waited 5 s for a list of nothing.
test('a target that never lists what it creates is given up after three rounds that waited, and fails', async () => {
  expect(await readAtOnce('kubernetes/crd', () => false)).toEqual({ rounds: 3, waits: 3, outcomes: unlisted });
});

test('every round is made where none waits, or where one in between is in time', async () => {
  expect(await readAtOnce('kubernetes/rest', () => false)).toEqual({ rounds: 59, waits: 0, outcomes: unlisted });
  expect(await readAtOnce('kubernetes/crd', (created) => created % 3 === 0)).toMatchObject({ rounds: 59 });
  expect(await readAtOnce('kubernetes/crd', () => true)).toEqual({
    rounds: 59,
    waits: 59,
    outcomes: { 'CRUD-04': 'passed', 'CRUD-05': 'passed' },
  });
});
