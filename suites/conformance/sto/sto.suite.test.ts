import { expect, test } from 'vitest';
import type { KfpClient } from '../../../src/clients/kfp.ts';
import type { PipelineRef, Surface, VersionRef } from '../../../src/lanes/lane.ts';
import type { PipelineDraft, VersionDraft } from '../../../src/lanes/pipeline.ts';
import { laneOf } from '../../../src/lanes/lanes.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { startObjectStore } from '../../../src/targets/object-store.ts';
import type { StartedTarget } from '../../../src/targets/started-target.ts';
import { receivedAnswer } from '../../../src/testing/received-answer.ts';
import { ok } from '../../expectations/testing/caching-surface.ts';
import suite from './sto.suite.ts';

const details = { displayName: '', description: '', tags: {}, createdAt: '' };

/** A surface of a server whose writes leave nothing where the harness looks. */
const rest = {
  name: 'rest',
  createPipeline: async ({ name = '' }: PipelineDraft) => ok({ ...details, id: name, name }),
  createVersion: async ({ id }: PipelineRef, { name = '' }: VersionDraft) =>
    ok({ ...details, id: name, pipelineId: id, name }),
  getPipeline: async (pipeline: PipelineRef) => ok(pipeline),
  getPipelineByName: async (name: string) => ok({ ...details, id: name, name }),
  getVersion: async (version: VersionRef) => ok(version),
  allVersions: async () => ok([]),
  updatePipeline: async (pipeline: PipelineRef) => ok(pipeline),
  updateVersion: async (version: VersionRef) => ok(version),
  deleteVersion: async () => ok(null),
  deletePipeline: async () => ok(null),
} as unknown as Surface;

const kfp = {
  upload: async () => receivedAnswer('rest', 200, { pipeline_id: 'uploaded' }),
  call: async () => receivedAnswer('rest', 200, {}),
} as unknown as KfpClient;

/** The outcomes of the checks: `passed`, or the name and the message of the error. */
const outcomesWith = async (tables: readonly string[], ownRequests: readonly string[]) => {
  await using store = await startObjectStore('127.0.0.1');
  const rows: Record<string, number> = {};
  const objectStore = `http://127.0.0.1:${store.port}`;
  for (const path of ownRequests) await fetch(objectStore + path, { method: 'HEAD' });
  const target = {
    objectStore,
    objectStoreRequests: async () => store.requests(),
    databaseTables: async () => [...tables, ...Object.keys(rows)],
    pipelineRows: async () => ({ ...rows }),
    withTable: async (table, use) => {
      rows[table] = 1;
      await use();
      delete rows[table];
    },
  } as Partial<StartedTarget> as StartedTarget;
  const outcomes: Record<string, string> = {};
  await suite.scenarios[0]?.run({
    lane: laneOf({ name: 'database/rest', rest }),
    kfp,
    target,
    names: { of: (label: string) => `k-${label}`, next: (label: string) => `k-${label}-1`, prefix: 'k' },
    observe: () => {},
    given: (_what: string, act: () => Promise<unknown>) => act(),
    check: async (requirement: string, decide: () => Promise<void> | void) => {
      try {
        await decide();
        outcomes[requirement] = 'passed';
      } catch (error) {
        const { name, message } = error as Error;
        outcomes[requirement] = `${name}: ${message}`;
      }
    },
  } as Partial<ScenarioContext> as ScenarioContext);
  return outcomes;
};

const noTable = expect.stringMatching(/^Error: the target has no table in the database/) as string;
const noRequest = expect.stringMatching(/^Error: the target has sent no request/) as string;

// Why: a target with another database and another object store than those that the harness looks into passed both checks.
test('nothing is concluded from a database and an object store that the target has not used', async () => {
  expect(await outcomesWith([], [])).toEqual({ 'STO-01': noTable, 'STO-02': noRequest });
  expect(await outcomesWith(['experiments'], ['/mlpipeline'])).toEqual({ 'STO-01': 'passed', 'STO-02': 'passed' });
});

test('tables and requests of the harness are none of the target', async () => {
  const control = { table: 'pipeline_control_other', path: '/kfp-conformance-control/other' };
  expect(await outcomesWith([control.table], [control.path])).toEqual({ 'STO-01': noTable, 'STO-02': noRequest });
});
