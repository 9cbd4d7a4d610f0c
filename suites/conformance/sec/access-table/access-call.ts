import type { Person } from '../../../../src/access/people.ts';
import type { PipelineResource } from '../../../../src/cluster/rule.ts';
import type { HttpResponse } from '../../../../src/contract/exchange.ts';
import type { KfpClient } from '../../../../src/clients/kfp.ts';
import type { StorageMode } from '../../../../src/contract/lane-name.ts';
import type { PackageServer } from '../../../../src/lanes/package-server.ts';
import type { AccessObjects } from './access-objects.ts';

/** The verbs of the Kubernetes API. REST needs `get`, `list`, `create`, `update` and `delete` of them. */
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

/** A right that a call needs, as RBAC asks for it in the namespace of the call. */
export interface Right {
  readonly verb: KubernetesVerb;
  readonly resource: PipelineResource;
  /** Absent where the call is about no object that exists. */
  readonly name?: string;
}

/** What a call does when it is not refused. */
export type Effect =
  | { readonly makes: 'pipeline' | 'version' }
  | { readonly changes: 'pipeline' | 'version' }
  | { readonly removes: 'doomedPipeline' | 'doomedVersion' };

/** What a call is made with. */
export interface CallMaterial {
  readonly objects: AccessObjects;
  /** What a call that makes something calls it: a name nobody else uses. Also the display name that a change gives. */
  readonly mark: string;
  readonly packages: PackageServer;
  /** In a lane whose writes are REST's, the Kubernetes API is only asked whether it would. */
  readonly dryRun: boolean;
  /** REST, as the person whose call it is. */
  readonly kfp: KfpClient;
  readonly kubernetes: Person['kubernetes'];
  /** The cluster's administrator, who knows resourceVersions. */
  readonly admin: Person['kubernetes'];
}

/** One call of an API, what it needs, and how it is made. */
export interface AccessCall {
  readonly label: string;
  readonly surface: 'rest' | 'kubernetes';
  /** What it does in words common to both surfaces, where both can. */
  readonly action?: string;
  readonly about: 'pipelines' | 'versions';
  readonly needs: Readonly<Record<StorageMode, (objects: AccessObjects) => readonly Right[]>>;
  /** It names a definition by URL, which not every target can fetch. */
  readonly byUrl?: true;
  /** Absent: it only reads. */
  readonly effect?: Effect;
  /** Statuses beside 403 by which it may refuse. */
  readonly refusals: readonly number[];
  /** Calls of an earlier turn have been answered before it is made; those of one turn are made at the same time. */
  readonly turn: number;
  send(material: CallMaterial): Promise<HttpResponse>;
}

/** What an answer comes to: `allowed`, `refused`, or the status that is neither. */
export const verdictOf = (status: number, { refusals }: AccessCall): string =>
  status === 200 || status === 201
    ? 'allowed'
    : status === 403 || refusals.includes(status)
      ? 'refused'
      : `answered ${status}`;
