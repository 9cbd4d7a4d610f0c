import { randomUUID } from 'node:crypto';
import { object, objects, type Json } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { changingJson } from '../../../src/mutants/rewrite.ts';
import { changingDefinitions, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const named = (pipelineSpec: Json, name: string): boolean => object(pipelineSpec, 'pipelineInfo')['name'] === name;
const anyRequest = { path: /\/(versions|pipelineversions|upload_version)\b/ };

/** Whether the answer contains a version with its own display name. */
const hasDisplayName = (json: Json): boolean =>
  'displayName' in object(json, 'spec') || ('display_name' in json && json['display_name'] !== json['name']);

const otherOwner = (metadata: Json): Json => ({
  ...metadata,
  ownerReferences: objects(metadata, 'ownerReferences').map((owner) => ({ ...owner, uid: randomUUID() })),
});

const mutants: readonly Mutant[] = [
  {
    name: 'created-version-of-another-pipeline',
    family: 'field',
    defect: 'the answer to the creation of a version with a display name names another pipeline',
    kills: [{ requirement: 'VER-01', scenarios: ['version-created'] }],
    aspects: { 'VER-01': ['pipeline_id is the id of the parent'] },
    create: () => ({
      intercept: changingJson(versionRequests.create, (json) => {
        if (!hasDisplayName(json)) return json;
        return 'spec' in json
          ? { ...json, metadata: otherOwner(object(json, 'metadata')) }
          : { ...json, pipeline_id: randomUUID() };
      }),
    }),
  },
  {
    name: 'created-version-without-description',
    family: 'field',
    defect: 'the answer to the creation of a version with a display name loses its description',
    kills: [
      { requirement: 'VER-02', scenarios: ['version-created'] },
      { requirement: 'PAR-01', scenarios: ['version-created'] },
    ],
    aspects: { 'VER-02': ['*: get answers what create answered'], 'PAR-01': ['created'] },
    create: () => ({
      intercept: changingJson(versionRequests.create, (json) => {
        if (!hasDisplayName(json)) return json;
        const { description: _, ...rest } = json;
        return 'spec' in rest ? { ...rest, spec: { ...object(rest, 'spec'), description: '' } } : rest;
      }),
    }),
  },
  {
    name: 'definition-loses-sdk-version',
    family: 'field',
    defect: 'a definition with a loop is shown without the version of the SDK that made it',
    kills: ['VER-03', { requirement: 'PAR-01', scenarios: ['compiled-pipelines', 'compiled-pipelines-uploaded'] }],
    aspects: {
      'VER-03': ['*: pipelineSpec of several-steps', '*: the definition that was applied'],
      'PAR-01': ['definitions'],
    },
    create: () => ({
      intercept: changingDefinitions(anyRequest, (version) => {
        if (!named(version.pipelineSpec, 'several-steps')) return version;
        const { sdkVersion: _, ...pipelineSpec } = version.pipelineSpec;
        return { ...version, pipelineSpec };
      }),
    }),
  },
  {
    name: 'platform-spec-dropped',
    family: 'field',
    defect: 'a platform spec for Kubernetes is not shown',
    kills: ['VER-04'],
    aspects: { 'VER-04': ['*: platformSpec of with-platform'] },
    create: () => ({
      intercept: changingDefinitions(anyRequest, (version) => {
        const { platformSpec, ...rest } = version;
        return platformSpec !== undefined && 'kubernetes' in object(platformSpec, 'platforms') ? rest : version;
      }),
    }),
  },
  {
    name: 'other-platform-hides-definition',
    family: 'field',
    defect: 'a version that came with a platform spec without Kubernetes is shown without its pipeline spec',
    kills: ['VER-05', { requirement: 'PAR-01', scenarios: ['platforms-other-than-kubernetes'] }],
    aspects: { 'VER-05': ['*: another-platform: the pipeline spec is shown'], 'PAR-01': ['shown on REST'] },
    create: () => ({
      intercept: changingDefinitions(versionRequests.get, (version) =>
        version.name === 'another-platform' ? { ...version, pipelineSpec: {} } : version,
      ),
    }),
  },
  {
    name: 'version-without-code-source-url',
    family: 'field',
    defect: 'the code source URL of a version is not shown',
    kills: ['VER-19', { requirement: 'PAR-01', scenarios: ['version-with-sources'] }],
    aspects: { 'VER-19': ['*: the sources are shown'], 'PAR-01': ['sources'] },
    create: () => ({
      intercept: changingJson(versionRequests.get, (json) => {
        const { code_source_url: _, ...rest } = json;
        const { codeSourceURL: __, ...spec } = object(rest, 'spec');
        return 'spec' in rest ? { ...rest, spec } : rest;
      }),
    }),
  },
  {
    name: 'empty-package-url',
    family: 'field',
    defect: 'a version without a package URL is shown with an empty one',
    kills: ['VER-20', { requirement: 'PAR-01', scenarios: ['version-without-package-url'] }],
    aspects: { 'VER-20': ['package_url is absent from get and list'], 'PAR-01': ['package_url'] },
    create: () => ({
      intercept: changingJson({ surface: 'rest', method: 'GET', path: /\/versions(\/[^/?]+)?$/ }, (json) => {
        const withUrl = (version: Json): Json => ({ package_url: {}, ...version });
        return 'pipeline_versions' in json
          ? { ...json, pipeline_versions: objects(json, 'pipeline_versions').map(withUrl) }
          : withUrl(json);
      }),
    }),
  },
];

export default mutants;
