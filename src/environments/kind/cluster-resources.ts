import { EngineAnswerError, isEngineAnswer } from '../../containers/engine-answer-error.ts';
import type { EngineApi } from '../../containers/engine-api.ts';
import { thaw } from '../../containers/thaw.ts';
import { clusterOf, isKept, ownerLabel, ownerOf, type Labels } from './cluster-labels.ts';
import type { ProcessIdentity } from '../../processes/process-identity.ts';

/** A container or network that a run of this project created. */
export interface ClusterResource {
  readonly kind: 'container' | 'network';
  readonly id: string;
  readonly name: string;
  readonly cluster: string | undefined;
  readonly owner: ProcessIdentity | undefined;
  readonly kept: boolean;
  readonly labels: Labels;
}

const filter = encodeURIComponent(JSON.stringify({ label: [ownerLabel] }));

interface Listed {
  readonly Id: string;
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Labels: Labels;
}

const resource =
  (kind: ClusterResource['kind']) =>
  ({ Id, Name, Names, Labels: labels }: Listed): ClusterResource => ({
    kind,
    id: Id,
    name: Name ?? Names?.[0]?.slice(1) ?? Id,
    cluster: clusterOf(labels),
    owner: ownerOf(labels),
    kept: isKept(labels),
    labels,
  });

/** All cluster resources, containers first, so that they can be removed in this order. */
export const clusterResources = async (api: EngineApi): Promise<readonly ClusterResource[]> => {
  const containers = await api.ask<Listed[]>('GET', `/containers/json?all=true&filters=${filter}`);
  const networks = await api.ask<Listed[]>('GET', `/networks?filters=${filter}`);
  return [...(containers ?? []).map(resource('container')), ...(networks ?? []).map(resource('network'))];
};

/** Status codes do not distinguish a removal in progress from a rejected one, so the message is matched. */
const removedMessage = /No such container|is already in progress|not found/;

const isGone = (failure: unknown): boolean =>
  isEngineAnswer(failure, 404) || (failure instanceof EngineAnswerError && removedMessage.test(failure.body));

/** Removes a resource with its volumes. Another process may remove it at the same time. */
export const removeResource = async (api: EngineApi, { kind, id }: ClusterResource): Promise<void> => {
  const remove = async (): Promise<void> => {
    try {
      await api.ask('DELETE', kind === 'container' ? `/containers/${id}?force=true&v=true` : `/networks/${id}`);
    } catch (cause) {
      if (!isGone(cause)) throw cause;
    }
  };
  await remove().catch(async (cause: unknown) => {
    if (kind !== 'container' || !thaw(id)) throw cause;
    await remove();
  });
};
