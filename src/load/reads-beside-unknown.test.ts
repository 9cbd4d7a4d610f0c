import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { ruleOf } from '../judgement/load/requirements.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { patience } from '../waiting/slowness.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import { measureStub } from './testing/measure-stub.ts';

const pipelines = 3;
const name = (index: number): string => `load-0000000${index}`;
const ids = Array.from({ length: pipelines }, () => crypto.randomUUID());
const all = ids.map((id, index) => ({ name: name(index), pipeline_id: id }));

/** `isStarved`: whether a read is refused, by the number of unknown ids that came before it. */
const server =
  (isStarved: (unknown: number) => boolean): RequestListener =>
  ({ url = '' }, response) => {
    const last = new URL(url, 'http://stub').pathname.split('/').at(-1) ?? '';
    const found = all.find((one) => [one.name, one.pipeline_id].includes(last));
    if (last !== 'pipelines' && found === undefined) {
      unknown += 1;
      response.writeHead(404).end('{"code":5}');
    } else if (isStarved(unknown)) response.writeHead(503).end('{}');
    else response.end(JSON.stringify(found ?? { pipelines: all }));
  };
let unknown = 0;

const decided = async (isStarved: (unknown: number) => boolean) => {
  unknown = 0;
  const idsFile = path.join(await temporaryDirectory(), 'ids');
  await writeFile(idsFile, ids.join(''));
  const measurement = await measureStub(
    { listener: server(isStarved), count: () => pipelines },
    {
      operation: 'reads-beside-unknown',
      loop: { kind: 'open', capacitySeconds: 1, seconds: 4, mostSeconds: 4, perSecond: { 'reads-beside-unknown': 30 } },
      idsFile,
      pipelines,
    },
  );
  const report = {
    targets: [],
    stores: [],
    // What a busy machine does to the schedule is not the matter.
    measurements: [{ ...measurement, invalid: [], lane: 'kubernetes/rest' as const }],
    quantileGrid: [...quantileGrid],
    plan: { name: 'stub', digest: '', seed: 1, settings: {} },
    environment: {},
  };
  return { measurement, decision: ruleOf('SCL-03').decide({ report, lane: 'kubernetes/rest', target: 'stub' }) };
};

test(
  'unknown ids are sent in the second half, and are no part of the latency',
  { timeout: patience(60_000) },
  async () => {
    const { measurement, decision } = await decided(() => false);
    const { figures, requests, iterations, attribution } = measurement;
    expect(requests).toBe(iterations);
    expect((figures['aloneRequestsCount'] ?? 0) + (figures['besideRequestsCount'] ?? 0)).toBe(requests);
    expect(figures).toHaveProperty('aloneP50Ms');
    expect(figures).toHaveProperty('besideP50Ms');
    expect(figures).toMatchObject({ aloneFailedCount: 0, besideFailedCount: 0 });
    expect(figures['unknownAnsweredCount']).toBe(unknown);
    expect(unknown).toBeLessThanOrEqual(201);
    expect(attribution).toBeUndefined();
    // A machine that is too slow for the rate leaves it open.
    expect(['met', 'not-decided']).toContain(decision.outcome);
  },
);

test('reads that fail beside unknown ids miss the requirement', { timeout: patience(60_000) }, async () => {
  const { measurement, decision } = await decided((before) => before > 20);
  expect(measurement.figures['aloneFailedCount']).toBe(0);
  expect(measurement.figures['besideFailedCount']).toBeGreaterThan(0);
  expect(decision.outcome).toBe('not-met');
});
