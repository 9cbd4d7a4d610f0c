import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { packagePath } from '../../package-path.ts';
import { definitionTemplate } from './definition.ts';
import { pipelineObject, restPipeline, teamOf, type ObjectSource } from './pipelines.ts';
import type { ProseLists } from './prose.ts';
import { versionObject } from './versions.ts';

const prose = JSON.parse(readFileSync(packagePath('fixtures', 'load', 'prose.json'), 'utf8')) as ProseLists;
const source = (seed: number): ObjectSource => ({ prefix: 'load', seed, prose });

// The lanes are compared with each other: they must store the same.
test('both surfaces create the same pipeline', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat({ max: 99_999_999 }), (seed, index) => {
      const sent = JSON.parse(restPipeline(source(seed), index)) as Readonly<Record<string, unknown>>;
      const { name, display_name, description, tags } = sent;
      expect(JSON.parse(pipelineObject(source(seed), index, 'kubeflow'))).toEqual({
        apiVersion: 'pipelines.kubeflow.org/v2beta1',
        kind: 'Pipeline',
        metadata: { name, namespace: 'kubeflow' },
        spec: { displayName: display_name, description, tags },
      });
      expect(tags).toEqual({ team: teamOf(index) });
    }),
  );
});

test('a pipeline depends on seed and index only, and names its namespace where it is asked to', () => {
  expect(restPipeline(source(1), 5)).toBe(restPipeline(source(1), 5));
  expect(restPipeline(source(1), 5)).not.toBe(restPipeline(source(2), 5));
  expect(JSON.parse(restPipeline(source(1), 5, 'team-a'))).toMatchObject({ namespace: 'team-a' });
});

test('a version object names its parent as the webhook would', () => {
  const template = definitionTemplate(2_300, 'load-00000005'.length, prose.sentences);
  const id = '0b7d6c8e-0000-4000-8000-000000000005';
  expect(JSON.parse(versionObject(source(1), template, 5, 'kubeflow', id))).toMatchObject({
    metadata: {
      name: 'load-00000005-load-00000005',
      labels: { 'pipelines.kubeflow.org/pipeline-id': id, 'pipelines.kubeflow.org/pipeline': 'load-00000005' },
      ownerReferences: [{ kind: 'Pipeline', name: 'load-00000005', uid: id }],
    },
    spec: {
      pipelineName: 'load-00000005',
      versionName: 'load-00000005',
      pipelineSpec: { pipelineInfo: { name: 'load-00000005' }, schemaVersion: '2.1.0' },
    },
  });
});
