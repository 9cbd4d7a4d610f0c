import type { Person } from '../../../../src/access/people.ts';
import type { PipelineResource } from '../../../../src/cluster/rule.ts';
import type { HttpResponse } from '../../../../src/contract/exchange.ts';
import type { KfpClient } from '../../../../src/clients/kfp.ts';
import type { StorageMode } from '../../../../src/contract/lane-name.ts';
import type { PackageServer } from '../../../../src/lanes/package-server.ts';
import type { AccessObjects } from './access-objects.ts';

/** The verbs of the Kubernetes API. REST calls need only `get`, `list`, `create`, `update` and `delete`. */
export const kubernetesVerbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
] as const;
export type KubernetesVerb = (typeof kubernetesVerbs)[number];

/** A right that a call needs, checked by RBAC in the namespace of the call. */
export interface Right {
  readonly verb: KubernetesVerb;
  readonly resource: PipelineResource;
  /** Absent for calls that do not name an existing object. */
  readonly name?: string;
}

/** The effect of a call that is not refused. */
export type Effect =
  | { readonly makes: 'pipeline' | 'version' }
  | { readonly changes: 'pipeline' | 'version' }
  | { readonly removes: 'doomedPipeline' | 'doomedVersion' };

/** The input of a call. */
export interface CallMaterial {
  readonly objects: AccessObjects;
  /** The unique name of an object that the call creates, and the display name that it sets on a change. */
  readonly mark: string;
  readonly packages: PackageServer;
  /** In lanes that write through REST, writes to the Kubernetes API are dry runs. */
  readonly dryRun: boolean;
  /** REST, authenticated as the caller. */
  readonly kfp: KfpClient;
  readonly kubernetes: Person['kubernetes'];
  /** The cluster administrator's client, which reads resourceVersions. */
  readonly admin: Person['kubernetes'];
}

/** One call of an API, with the rights that it needs and the function that sends it. */
export interface AccessCall {
  readonly label: string;
  readonly surface: 'rest' | 'kubernetes';
  /** The name of the operation, common to both surfaces, for operations that both offer. */
  readonly action?: string;
  readonly about: 'pipelines' | 'versions';
  readonly needs: Readonly<Record<StorageMode, (objects: AccessObjects) => readonly Right[]>>;
  /** The call passes a package URL, which not every target can fetch. */
  readonly byUrl?: true;
  /** Absent for calls that only read. */
  readonly effect?: Effect;
  /** Statuses other than 403 that also count as a refusal. */
  readonly refusals: readonly number[];
  /** Calls of one turn run concurrently, after all calls of earlier turns have been answered. */
  readonly turn: number;
  send(material: CallMaterial): Promise<HttpResponse>;
}

/** Maps a status to `allowed`, `refused` or the status itself. */
export const verdictOf = (status: number, { refusals }: AccessCall): string =>
  status === 200 || status === 201
    ? 'allowed'
    : status === 403 || refusals.includes(status)
      ? 'refused'
      : `answered ${status}`;
