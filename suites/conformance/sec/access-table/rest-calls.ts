import { apiV2, type Query } from '../../../../src/clients/kfp.ts';
import { smallDefinition } from '../../../expectations/small-definition.ts';
import { uploadPipeline, uploadVersion } from '../../../expectations/uploads.ts';
import type { AccessCall, CallMaterial, Right } from './access-call.ts';
import type { AccessObjects, NamedVersion } from './access-objects.ts';

type RestVerb = 'get' | 'list' | 'create' | 'update' | 'delete';
type Needs = AccessCall['needs'];

const onPipelines = (verb: RestVerb, name?: string): Right => ({
  verb,
  resource: 'pipelines',
  ...(name !== undefined && { name }),
});

/**
 * In Kubernetes mode versions are a separate resource, so calls need a right on it in addition to the right on
 * pipelines.
 */
const withVersions = (
  pipelines: (objects: AccessObjects) => Right,
  name: (objects: AccessObjects) => string | undefined = () => undefined,
): Needs => ({
  database: (objects) => [pipelines(objects)],
  kubernetes: (objects) => {
    const versionName = name(objects);
    const { verb } = pipelines(objects);
    return [
      pipelines(objects),
      { verb, resource: 'pipelineversions', ...(versionName !== undefined && { name: versionName }) },
    ];
  },
});

const same = (rights: (objects: AccessObjects) => readonly Right[]): Needs => ({
  database: rights,
  kubernetes: rights,
});

const ofPipeline = (verb: RestVerb): Needs => same(({ pipeline }) => [onPipelines(verb, pipeline.name)]);
const anyPipeline = (verb: RestVerb): Needs => same(() => [onPipelines(verb)]);
const anyVersion = (verb: RestVerb): Needs => withVersions(() => onPipelines(verb));
const ofVersion = (verb: RestVerb, which: (objects: AccessObjects) => NamedVersion): Needs =>
  withVersions(
    ({ pipeline }) => onPipelines(verb, pipeline.name),
    (objects) => which(objects).objectName,
  );

const pipelinePath = (id: string) => `${apiV2}/pipelines/${id}`;
const versionPath = ({ pipelineId, id }: NamedVersion) => `${pipelinePath(pipelineId)}/versions/${id}`;
const within = ({ objects }: CallMaterial): Query => ({ namespace: objects.namespace });
const file = { name: 'small.json', content: JSON.stringify(smallDefinition().pipelineSpec) };
const packageOf = ({ packages }: CallMaterial) => ({
  package_url: { pipeline_url: packages.serve(smallDefinition()) },
});

const byId = [404];
/** Uploads have their own refusal statuses; another requirement decides whether the status is correct. */
const asUpload = [400, 401, 404];

const pipelineCalls: readonly Omit<AccessCall, 'surface' | 'about'>[] = [
  {
    label: 'GET healthz',
    needs: same(() => []),
    refusals: [],
    turn: 0,
    send: ({ kfp }) => kfp.call('GET', `${apiV2}/healthz`),
  },
  {
    label: 'GET pipelines',
    action: 'list pipelines',
    needs: anyPipeline('list'),
    refusals: [],
    turn: 0,
    send: (material) => material.kfp.call('GET', `${apiV2}/pipelines`, { query: within(material) }),
  },
  {
    label: 'GET pipelines/{id}',
    action: 'read a pipeline',
    needs: ofPipeline('get'),
    refusals: byId,
    turn: 0,
    send: ({ kfp, objects }) => kfp.call('GET', pipelinePath(objects.pipeline.id)),
  },
  {
    label: 'GET pipelines/names/{name}',
    action: 'read a pipeline by name',
    needs: ofPipeline('get'),
    refusals: [],
    turn: 0,
    send: (material) =>
      material.kfp.call('GET', `${apiV2}/pipelines/names/${material.objects.pipeline.name}`, {
        query: within(material),
      }),
  },
  {
    label: 'POST pipelines',
    action: 'create a pipeline',
    needs: anyPipeline('create'),
    effect: { makes: 'pipeline' },
    refusals: [],
    turn: 1,
    send: ({ kfp, objects, mark }) =>
      kfp.call('POST', `${apiV2}/pipelines`, { json: { name: mark, namespace: objects.namespace } }),
  },
  {
    label: 'PATCH pipelines/{id}',
    action: 'change a pipeline',
    needs: ofPipeline('update'),
    effect: { changes: 'pipeline' },
    refusals: byId,
    turn: 1,
    send: ({ kfp, objects, mark }) =>
      kfp.call('PATCH', pipelinePath(objects.pipeline.id), { json: { display_name: mark } }),
  },
  {
    label: 'DELETE pipelines/{id}',
    action: 'delete a pipeline',
    needs: same(({ doomedPipeline }) => [onPipelines('delete', doomedPipeline.name)]),
    effect: { removes: 'doomedPipeline' },
    refusals: byId,
    turn: 5,
    send: ({ kfp, objects }) => kfp.call('DELETE', pipelinePath(objects.doomedPipeline.id)),
  },
];

const versionCalls: readonly Omit<AccessCall, 'surface' | 'about'>[] = [
  {
    label: 'GET pipelines/{id}/versions',
    action: 'list versions',
    needs: anyVersion('list'),
    refusals: byId,
    turn: 0,
    send: ({ kfp, objects }) => kfp.call('GET', `${pipelinePath(objects.pipeline.id)}/versions`),
  },
  {
    label: 'GET pipelines/{id}/versions/{id}',
    action: 'read a version',
    needs: ofVersion('get', ({ version }) => version),
    refusals: byId,
    turn: 0,
    send: ({ kfp, objects }) => kfp.call('GET', versionPath(objects.version)),
  },
  {
    label: 'POST pipelines/create',
    byUrl: true,
    needs: anyVersion('create'),
    effect: { makes: 'pipeline' },
    refusals: [],
    turn: 1,
    send: (material) => {
      const { kfp, objects, mark } = material;
      const pipeline = { name: mark, namespace: objects.namespace };
      return kfp.call('POST', `${apiV2}/pipelines/create`, {
        json: { pipeline, pipeline_version: packageOf(material) },
      });
    },
  },
  {
    label: 'POST pipelines/upload',
    needs: anyVersion('create'),
    effect: { makes: 'pipeline' },
    refusals: asUpload,
    turn: 1,
    send: (material) => uploadPipeline(material.kfp, file, { ...within(material), name: material.mark }),
  },
  {
    label: 'POST pipelines/{id}/versions',
    byUrl: true,
    needs: anyVersion('create'),
    effect: { makes: 'version' },
    refusals: byId,
    turn: 1,
    send: (material) => {
      const { kfp, objects, mark } = material;
      const { id } = objects.pipeline;
      return kfp.call('POST', `${pipelinePath(id)}/versions`, {
        json: { name: mark, pipeline_id: id, ...packageOf(material) },
      });
    },
  },
  {
    label: 'POST pipelines/upload_version',
    // Not every target can fetch a package, so the upload stands for the creation where lanes are compared.
    action: 'create a version',
    needs: anyVersion('create'),
    effect: { makes: 'version' },
    refusals: asUpload,
    turn: 1,
    send: ({ kfp, objects, mark }) => uploadVersion(kfp, objects.pipeline.id, file, { name: mark }),
  },
  {
    label: 'PATCH pipelines/{id}/versions/{id}',
    action: 'change a version',
    needs: ofVersion('update', ({ version }) => version),
    effect: { changes: 'version' },
    refusals: byId,
    turn: 1,
    send: ({ kfp, objects, mark }) => kfp.call('PATCH', versionPath(objects.version), { json: { display_name: mark } }),
  },
  {
    label: 'DELETE pipelines/{id}/versions/{id}',
    action: 'delete a version',
    needs: ofVersion('delete', ({ doomedVersion }) => doomedVersion),
    effect: { removes: 'doomedVersion' },
    refusals: byId,
    turn: 5,
    send: ({ kfp, objects }) => kfp.call('DELETE', versionPath(objects.doomedVersion)),
  },
];

/**
 * Every REST call about pipelines and versions, with the rights that it needs in each storage mode (KEP-11551,
 * "Proposal").
 */
export const restCalls: readonly AccessCall[] = [
  ...pipelineCalls.map((call) => ({ ...call, surface: 'rest', about: 'pipelines' }) as const),
  ...versionCalls.map((call) => ({ ...call, surface: 'rest', about: 'versions' }) as const),
];
