import { randomUUID } from 'node:crypto';
import { object, objects, text, type Json } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { refusing } from '../../../src/mutants/name-rewrite.ts';
import { changingJson } from '../../../src/mutants/rewrite.ts';
import { changingDefinitions, versionRequests, type ShownVersion } from '../../../src/mutants/version-rewrite.ts';

/** Whether a version has the definition of a pipeline that the SDK compiled. */
const isCompiled = ({ pipelineSpec }: ShownVersion): boolean =>
  ['hello', 'several-steps', 'with-platform'].includes(text(object(pipelineSpec, 'pipelineInfo'), 'name'));
/** The versions that come with a platform spec without Kubernetes. */
const otherPlatforms: readonly string[] = ['empty', 'no-platform', 'another-platform'];
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
    name: 'created-version-without-id-and-definition',
    family: 'field',
    defect: 'the answer to the creation of a version with a display name holds neither its id nor its definition',
    long: true,
    kills: [{ requirement: 'VER-01', scenarios: ['version-created'] }],
    aspects: { 'VER-01': ['pipeline_version_id is given', 'the answer holds the definition'] },
    create: () => ({
      intercept: changingJson(versionRequests.create, (json) => {
        if (!hasDisplayName(json)) return json;
        const { pipeline_version_id: _id, pipeline_spec: _definition, ...rest } = json;
        const { uid: _uid, ...metadata } = object(json, 'metadata');
        const { pipelineSpec: _spec, ...spec } = object(json, 'spec');
        return 'spec' in json ? { ...json, metadata, spec } : rest;
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
    defect: 'a compiled definition is shown without the version of the SDK that made it',
    kills: [
      'CRUD-30',
      'VER-03',
      { requirement: 'PAR-01', scenarios: ['compiled-pipelines', 'compiled-pipelines-uploaded'] },
    ],
    aspects: {
      'CRUD-30': ['*: the pipeline uploaded as *'],
      'VER-03': ['*: pipelineSpec of *', '*: the definition that was applied'],
      'PAR-01': ['definitions'],
    },
    create: () => ({
      intercept: changingDefinitions(anyRequest, (version) => {
        const { sdkVersion: _, ...pipelineSpec } = version.pipelineSpec;
        return isCompiled(version) ? { ...version, pipelineSpec } : version;
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
    name: 'platform-spec-invented',
    family: 'field',
    defect: 'a compiled definition without a platform spec is shown with an empty one',
    long: true,
    kills: ['VER-04'],
    aspects: { 'VER-04': ['*: platformSpec of hello', '*: platformSpec of several-steps'] },
    create: () => ({
      intercept: changingDefinitions(anyRequest, (version) =>
        isCompiled(version) ? { platformSpec: {}, ...version } : version,
      ),
    }),
  },
  {
    name: 'other-platform-is-refused',
    family: 'status',
    defect: 'a version whose platform spec has no part for Kubernetes is refused',
    long: true,
    kills: ['VER-05'],
    aspects: {
      'VER-05': [
        'empty: the version is accepted',
        'no-platform: the version is accepted',
        'another-platform: the version is accepted',
      ],
    },
    create: () => ({
      intercept: refusing(({ kind, name }) => kind === 'version' && otherPlatforms.includes(name)),
    }),
  },
  {
    name: 'other-platform-hides-definition',
    family: 'field',
    defect: 'a version that came with a platform spec without Kubernetes is shown without its pipeline spec',
    kills: ['VER-05', { requirement: 'PAR-01', scenarios: ['platforms-other-than-kubernetes'] }],
    aspects: { 'VER-05': ['*: the pipeline spec is shown'], 'PAR-01': ['shown on REST'] },
    create: () => ({
      intercept: changingDefinitions(versionRequests.get, (version) =>
        otherPlatforms.includes(version.name) ? { ...version, pipelineSpec: {} } : version,
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
