import { jsonOf, object } from '../../../../src/clients/json-response.ts';
import { collectionPath } from '../../../../src/clients/kubernetes.ts';
import { pipelineObject, versionObject } from '../../../../src/lanes/crd.ts';
import type { HttpResponse } from '../../../../src/contract/exchange.ts';
import { smallDefinition } from '../../../expectations/small-definition.ts';
import { kubernetesVerbs, type AccessCall, type CallMaterial, type KubernetesVerb } from './access-call.ts';
import type { AccessObjects } from './access-objects.ts';

interface Kind {
  readonly about: AccessCall['about'];
  readonly resource: 'pipelines' | 'pipelineversions';
  readonly noun: 'pipeline' | 'version';
  readonly doomed: 'doomedPipeline' | 'doomedVersion';
  nameOf(objects: AccessObjects): string;
  doomedName(objects: AccessObjects): string;
  draft(material: CallMaterial): unknown;
}

const kinds: readonly Kind[] = [
  {
    about: 'pipelines',
    resource: 'pipelines',
    noun: 'pipeline',
    doomed: 'doomedPipeline',
    nameOf: ({ pipeline }) => pipeline.name,
    doomedName: ({ doomedPipeline }) => doomedPipeline.name,
    draft: ({ objects, mark }) => pipelineObject(objects.namespace, { name: mark }),
  },
  {
    about: 'versions',
    resource: 'pipelineversions',
    noun: 'version',
    doomed: 'doomedVersion',
    nameOf: ({ version }) => version.objectName,
    doomedName: ({ doomedVersion }) => doomedVersion.objectName,
    draft: ({ objects, mark }) =>
      versionObject(objects.namespace, objects.pipeline.name, { name: mark, definition: smallDefinition() }),
  },
];

type Draft = Pick<AccessCall, 'effect' | 'turn' | 'action' | 'send'> & { readonly name?: Kind['nameOf'] };

/**
 * The object as the administrator reads it, with another display name, because an update must contain the whole object.
 */
const update = async (
  path: string,
  { admin, kubernetes, mark }: CallMaterial,
  query: string,
): Promise<HttpResponse> => {
  const found = jsonOf(await admin.call('GET', path));
  return kubernetes.call('PUT', `${path}${query}`, { ...found, spec: { ...object(found, 'spec'), displayName: mark } });
};

const callsOf = ({ resource, noun, doomed, nameOf, doomedName, draft }: Kind): Record<KubernetesVerb, Draft> => {
  const collection = ({ objects }: CallMaterial) => collectionPath(objects.namespace, resource);
  const kept = ({ objects }: CallMaterial) => collectionPath(objects.namespace, resource, nameOf(objects));
  const removed = ({ objects }: CallMaterial) => collectionPath(objects.namespace, resource, doomedName(objects));
  const write = ({ dryRun }: CallMaterial) => (dryRun ? '?dryRun=All' : '');
  return {
    get: { name: nameOf, turn: 0, send: (material) => material.kubernetes.call('GET', kept(material)) },
    list: { turn: 0, send: (material) => material.kubernetes.call('GET', collection(material)) },
    // The watch reports existing objects at once and ends by itself, so the call does not wait for events.
    watch: {
      turn: 0,
      send: (material) => material.kubernetes.call('GET', `${collection(material)}?watch=true&timeoutSeconds=1`),
    },
    create: {
      turn: 3,
      action: `create a ${noun}`,
      effect: { makes: noun },
      send: (material) =>
        material.kubernetes.call('POST', `${collection(material)}${write(material)}`, draft(material)),
    },
    update: {
      name: nameOf,
      turn: 2,
      action: `change a ${noun}`,
      effect: { changes: noun },
      send: (material) => update(kept(material), material, write(material)),
    },
    patch: {
      name: nameOf,
      turn: 3,
      effect: { changes: noun },
      send: (material) =>
        material.kubernetes.call(
          'PATCH',
          `${kept(material)}${write(material)}`,
          { spec: { displayName: material.mark } },
          'application/merge-patch+json',
        ),
    },
    delete: {
      name: doomedName,
      turn: 4,
      action: `delete a ${noun}`,
      effect: { removes: doomed },
      send: (material) => material.kubernetes.call('DELETE', `${removed(material)}${write(material)}`),
    },
    // The call is a dry run, because it would delete the objects of all scenarios in the namespace.
    deletecollection: {
      turn: 3,
      send: (material) => material.kubernetes.call('DELETE', `${collection(material)}?dryRun=All`),
    },
  };
};

const call = (kind: Kind, verb: KubernetesVerb): AccessCall => {
  const { name, ...drafted } = callsOf(kind)[verb];
  const needs = (objects: AccessObjects) => [
    { verb, resource: kind.resource, ...(name !== undefined && { name: name(objects) }) },
  ];
  return {
    ...drafted,
    label: `${verb} ${kind.resource}`,
    surface: 'kubernetes',
    about: kind.about,
    needs: { database: needs, kubernetes: needs },
    refusals: [],
  };
};

/** Every verb of the Kubernetes API on both kinds. Each call needs the right of the same verb and kind. */
export const kubernetesCalls: readonly AccessCall[] = kinds.flatMap((kind) =>
  kubernetesVerbs.map((verb) => call(kind, verb)),
);
