import { connectionOf } from '../cluster/kubernetes-access.ts';
import { targetLabel } from '../cluster/target-label.ts';
import { noFeatures } from '../contract/feature.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Probed } from '../targets/probe.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import type { TargetHost, TargetInstance } from '../targets/target-host.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { PoolMember } from './pool-member.ts';
import { ProcessRecord } from './process-record.ts';
import type { TargetRequest } from './target-request.ts';
import { probeTarget } from './probe-target.ts';
import { probeWarnings } from './probe-warnings.ts';

/** The properties by which targets are interchangeable. */
export type TargetKind = Pick<TargetRequest, 'storage' | 'variant'>;

export const keyOf = ({ storage, variant }: TargetKind): string => `${storage}-${variant}`;

interface PoolMembersOptions {
  readonly environment: RunningEnvironment;
  readonly host: TargetHost;
  readonly manifestsSupplied: boolean;
  readonly packages: PackageServer;
  /** Called for each unexpected exit of a process of `target`; `processes` is absent while it is being prepared. */
  readonly died: (target: string, how: string, processes?: ProcessRecord) => void;
  readonly progress: Waiting['progress'];
}

/** The running targets of a pool. Only the first of each kind is probed. */
export class PoolMembers implements AsyncDisposable {
  readonly #options: PoolMembersOptions;
  readonly #members = new Map<string, PoolMember>();
  readonly #starting = new Set<Promise<PoolMember>>();
  readonly #probed = new Map<string, Promise<Probed & Pick<TargetAddress, 'notProbed'>>>();
  #last = 0;

  constructor(options: PoolMembersOptions) {
    this.#options = options;
  }

  get(id: string): PoolMember {
    const member = this.#members.get(id);
    if (member === undefined) throw new Error(`there is no target ${id}`);
    return member;
  }

  /** The targets that run now. */
  all(): readonly PoolMember[] {
    return [...this.#members.values()];
  }

  async start(kind: TargetKind): Promise<PoolMember> {
    const starting = this.#startOnce(kind);
    this.#starting.add(starting);
    try {
      return await starting;
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** A failure is reported and fails no scenario: the environment removes the rest of the target. */
  async end({ instance, address: { id } }: PoolMember): Promise<void> {
    this.#members.delete(id);
    try {
      await instance[Symbol.asyncDispose]();
    } catch (cause) {
      const { environment, progress } = this.#options;
      // A failure of the environment is reported elsewhere.
      if (!environment.broken.aborted) progress(`warning: target ${id} could not be ended cleanly: ${String(cause)}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#starting);
    await Promise.all([...this.#members.values()].map((member) => this.end(member)));
  }

  async #startOnce({ storage, variant }: TargetKind): Promise<PoolMember> {
    const { host, died } = this.#options;
    this.#last += 1;
    const id = `${storage === 'database' ? 'db' : 'k8s'}-${this.#last}`;
    let processes: ProcessRecord | undefined;
    const instance = await host.start({ id, storage, variant }, (how) => died(id, how, processes));
    await using stack = new AsyncDisposableStack();
    stack.use(instance);
    processes = new ProcessRecord(`target ${id} (${storage}, variant ${variant})`, instance);
    await processes.accept();
    const bare = this.#addressOf(id, { storage, variant }, instance);
    const key = keyOf(bare);
    const probed = this.#probed.get(key) ?? this.#probe(bare);
    this.#probed.set(key, probed);
    const member: PoolMember = { instance, processes, address: { ...bare, ...(await probed) } };
    this.#members.set(id, member);
    stack.move();
    return member;
  }

  #addressOf(id: string, { storage, variant }: TargetKind, instance: TargetInstance): TargetAddress {
    const { environment, host, manifestsSupplied } = this.#options;
    const { origin, rest, replicas, systemNamespace, sharedNamespace, kubernetesUser, database, objectStore } =
      instance;
    return {
      id,
      storage,
      variant,
      origin,
      ...(rest !== undefined && { rest }),
      replicas,
      namespace: systemNamespace,
      systemNamespace,
      sharedNamespace,
      kubernetes: connectionOf(environment.kubernetes),
      kubernetesUser,
      ownLabels: host.ownLabels ?? targetLabel(id),
      ...(database !== undefined && { database }),
      ...(objectStore !== undefined && { objectStore }),
      features: noFeatures,
      undeterminedFeatures: {},
      writesPerSecond: 1,
      manifestsSupplied,
    };
  }

  /** A target whose variant is not offered is never lent, only named in the report. */
  async #probe(bare: TargetAddress): Promise<Probed & Pick<TargetAddress, 'notProbed'>> {
    const { host, packages, progress } = this.#options;
    const { features, undeterminedFeatures, writesPerSecond } = bare;
    if (!host.variants.includes(bare.variant))
      return { features, undeterminedFeatures, writesPerSecond, notProbed: true };
    const probed = await probeTarget(bare, packages, host);
    for (const warning of probeWarnings(keyOf(bare), probed)) progress(warning);
    return probed;
  }
}
