import { storageModes, type StorageMode } from '../contract/lane-name.ts';
import { noFeatures } from '../contract/feature.ts';
import { startPackageServer, type PackageServer } from '../lanes/package-server.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import { admitUser } from '../cluster/admit-user.ts';
import { clusterClient, type ClusterClient } from '../cluster/cluster-client.ts';
import { connectionOf } from '../cluster/kubernetes-access.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import type { ProcessState, TargetHost, TargetInstance, Visit } from '../targets/target-host.ts';
import { targetLabel } from '../cluster/target-label.ts';
import { variants, type VariantName } from '../contract/variant.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { emptyTarget } from './empty-target.ts';
import { notOffered } from './not-offered.ts';
import { prober, tryTarget } from './try-target.ts';
import type { TargetWish } from './target-wish.ts';
import { turns, type Turns } from './turns.ts';

interface Member {
  readonly address: TargetAddress;
  readonly instance: TargetInstance;
  /** While it is started again after it died. */
  reviving?: Promise<void>;
}

/** What trying a target came to. */
type Tried = Pick<TargetAddress, 'features' | 'writesPerSecond' | 'untried'>;

/** Of targets that are alike. */
type Kind = Pick<TargetWish, 'storage' | 'variant'>;

/** A target that is lent until it is given back. */
export interface Lease {
  readonly id: number;
  readonly address: TargetAddress;
  /** Namespaces to work in; absent: whoever borrows it makes their own. */
  readonly lentNamespaces?: readonly string[];
}

/** What a pool lends, where, and how it tells of it. Aborting ends every wait in it. */
export interface PoolOptions extends Waiting {
  readonly environment: RunningEnvironment;
  readonly host: TargetHost;
  /** Whether the target's own definitions are in the cluster. */
  readonly manifestsSupplied: boolean;
  readonly modes?: readonly StorageMode[];
}

/** Exclusive targets of one storage mode and variant that run at the same time. */
const exclusiveLimit = 2;

/** The processes of a target, in words that change when one of them is another. */
const identitiesOf = async ({ replicas, process }: TargetInstance): Promise<string> => {
  const states = await Promise.all(replicas.map((_, index) => process(index)));
  return states.map(({ identity }) => identity).join();
};

/** The targets of a run: shared ones once per storage mode and variant, exclusive ones on demand. */
export class TargetPool implements AsyncDisposable {
  readonly #environment: RunningEnvironment;
  readonly #host: TargetHost;
  readonly #manifestsSupplied: boolean;
  readonly #cluster: ClusterClient;
  readonly #packages: PackageServer;
  readonly #over = new AbortController();
  readonly #waiting: Waiting;
  readonly #starting = new Set<Promise<Member>>();
  readonly #members = new Map<string, Member>();
  readonly #shared = new Map<string, Promise<Member>>();
  readonly #idle = new Map<string, Member[]>();
  /** Exclusive ones: whom they were lent as, and what ran then. */
  readonly #lent = new Map<string, { readonly key: string; readonly processes: string }>();
  /** Lent to somebody who may bring them down. */
  readonly #disturbed = new Set<string>();
  readonly #count = new Map<string, number>();
  readonly #turns: Turns;
  readonly #probed = new Map<string, Promise<Tried>>();
  readonly #deaths: string[] = [];
  /** Restarts and roll-outs under way, by target. */
  readonly #replacements = new Map<string, Promise<unknown>>();
  readonly #leases = new Map<number, { readonly target: string; readonly visit?: Visit }>();
  #nextLease = 0;
  #next = 0;

  private constructor(
    { environment, host, manifestsSupplied, progress, signal }: PoolOptions,
    packages: PackageServer,
  ) {
    this.#environment = environment;
    this.#host = host;
    this.#manifestsSupplied = manifestsSupplied;
    this.#waiting = { progress, signal: AbortSignal.any([signal, this.#over.signal]) };
    this.#turns = turns(this.#waiting.signal);
    this.#cluster = clusterClient(connectionOf(environment.kubernetes));
    this.#packages = packages;
  }

  /** Applies the target's definitions and starts one shared target per storage mode. */
  static async open(options: PoolOptions): Promise<TargetPool> {
    const pool = new TargetPool(options, await startPackageServer(options.environment.hostAddress));
    try {
      if (options.host.trial === undefined) await admitUser(pool.#cluster, prober);
      await options.host.prepare();
      await Promise.all(
        (options.modes ?? storageModes)
          .filter((storage) => options.host.storageModes.includes(storage))
          .map((storage) =>
            pool.sharedTarget(storage, options.host.variants.includes('default') ? 'default' : 'multi-user'),
          ),
      );
    } catch (cause) {
      await pool[Symbol.asyncDispose]();
      throw cause;
    }
    return pool;
  }

  /** A target that many use at the same time, for as long as the pool is open. */
  async sharedTarget(storage: StorageMode, variant: VariantName): Promise<TargetAddress> {
    this.#waiting.signal.throwIfAborted();
    const key = `${storage}-${variant}`;
    const shared = this.#shared.get(key) ?? this.#start({ storage, variant });
    this.#shared.set(key, shared);
    const member = await shared;
    await this.#revive(member);
    return member.address;
  }

  /** Throws a NotOfferedError where there is no such target. */
  async lease(wish: TargetWish): Promise<Lease> {
    this.#waiting.signal.throwIfAborted();
    const hindrance = notOffered(this.#host, wish);
    if (hindrance !== undefined) throw hindrance;
    const visit = await this.#host.visit?.({ disturbs: wish.disturbed, namespaces: wish.namespaces });
    try {
      const address = await this.#addressFor(wish);
      this.#nextLease += 1;
      const id = this.#nextLease;
      this.#leases.set(id, { target: address.id, ...(visit !== undefined && { visit }) });
      const { namespaces } = visit ?? {};
      return { id, address, ...(namespaces !== undefined && { lentNamespaces: namespaces }) };
    } catch (cause) {
      await visit?.leave('');
      throw cause;
    }
  }

  /**
   * Gives a target back. What `prefix` begins the name of is removed where that is not everybody's own; an exclusive target is
   * emptied, or ended when that fails, before somebody else gets it.
   */
  async release(id: number, prefix: string): Promise<void> {
    const lease = this.#leases.get(id);
    this.#leases.delete(id);
    // Whoever asked for it may have been given up meanwhile; whoever comes next is to find it done.
    await this.#replacements.get(lease?.target ?? '');
    try {
      await lease?.visit?.leave(prefix);
    } catch (cause) {
      // What was measured stands. What is left is removed, and looked for, at the end of the run.
      this.#waiting.progress(`not everything of ${prefix} could be removed yet: ${String(cause)}`);
    }
    if (lease !== undefined) await this.#takeBack(lease.target);
  }

  restart(id: string, replica?: number): Promise<void> {
    return this.#replacing(id, async ({ instance }) => {
      const lent = this.#lent.get(id);
      const same = lent !== undefined && (await identitiesOf(instance)) === lent.processes;
      await instance.restart(replica);
      // The harness started these processes, so they do not count as a crash and the target can be reused.
      if (same) this.#lent.set(id, { ...lent, processes: await identitiesOf(instance) });
    });
  }

  rollOut(id: string): Promise<void> {
    return this.#replacing(id, ({ instance }) => instance.rollOut());
  }

  process(id: string, replica?: number): Promise<ProcessState> {
    return this.#member(id).instance.process(replica);
  }

  objectStoreRequests(id: string): number {
    return this.#member(id).instance.objectStoreRequests();
  }

  kubernetesUser(id: string): string {
    return this.#member(id).instance.kubernetesUser;
  }

  /** The addresses of the shared targets that have been started; one that did not start is left out. */
  async shared(): Promise<readonly TargetAddress[]> {
    const settled = await Promise.allSettled(this.#shared.values());
    return settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.address] : []));
  }

  /** How targets ended by themselves, where that was no scenario's matter, in the order in which they did. */
  deaths(): readonly string[] {
    return this.#deaths;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A target that still starts, because another did not, is not waited for.
    this.#over.abort(new Error('the targets are ended'));
    await Promise.allSettled(this.#starting);
    await Promise.all([...this.#members.values()].map((member) => this.#end(member)));
    await this.#packages[Symbol.asyncDispose]();
  }

  async #addressFor(wish: TargetWish): Promise<TargetAddress> {
    // Where nobody can have one to himself, guests are let in one by one.
    if (!wish.exclusive || this.#host.visit !== undefined) return this.sharedTarget(wish.storage, wish.variant);
    const key = `${wish.storage}-${wish.variant}`;
    const { address, instance } = await this.#takeExclusive(key, wish);
    this.#lent.set(address.id, { key, processes: await identitiesOf(instance) });
    if (wish.disturbed) this.#disturbed.add(address.id);
    return address;
  }

  async #takeBack(id: string): Promise<void> {
    const lent = this.#lent.get(id);
    if (lent === undefined) return;
    const { key } = lent;
    this.#lent.delete(id);
    // Nobody gets it any more, and ending the pool ends it.
    if (this.#waiting.signal.aborted) return;
    const member = this.#member(id);
    // In multi-user mode whoever borrows it works in namespaces of their own.
    const clean = variants[member.address.variant].tenancy === 'multi-user';
    // One that its borrower brought down is of no use to the next.
    const alive = await this.#isRunning(member);
    // Nor is one that came up again by itself: its death may be told later, when somebody else has it.
    const same = (await identitiesOf(member.instance)) === lent.processes;
    if (alive && same && (clean || (await emptyTarget(member.address, this.#cluster)))) {
      this.#disturbed.delete(id);
      this.#idle.set(key, [...(this.#idle.get(key) ?? []), member]);
      this.#turns.next(key);
      return;
    }
    try {
      await this.#end(member);
    } finally {
      this.#disturbed.delete(id);
      this.#makeRoom(key);
    }
  }

  async #replacing(id: string, replace: (member: Member) => Promise<void>): Promise<void> {
    const replacement = replace(this.#member(id));
    this.#replacements.set(id, Promise.allSettled([replacement]));
    await replacement;
  }

  #member(id: string): Member {
    const member = this.#members.get(id);
    if (member === undefined) throw new Error(`there is no target ${id}`);
    return member;
  }

  /** An exclusive target is gone: the next who waits may start one. */
  #makeRoom(key: string): void {
    this.#count.set(key, (this.#count.get(key) ?? 1) - 1);
    this.#turns.next(key);
  }

  /** A shared target that died is a finding of the scenario that saw it, and not of all that come after. */
  async #revive(member: Member): Promise<void> {
    // One that cannot be revived stays as it is: each who asks again would wait for as long.
    member.reviving ??= member.instance.ensureRunning().then(
      () => {
        delete member.reviving;
      },
      (cause: unknown) => {
        // What was there before may answer again without anybody's help.
        if (this.#host.visit !== undefined) delete member.reviving;
        throw cause;
      },
    );
    await member.reviving;
  }

  async #takeExclusive(key: string, wish: Kind): Promise<Member> {
    for (;;) {
      const idle = this.#idle.get(key)?.pop();
      if (idle !== undefined) return idle;
      const count = this.#count.get(key) ?? 0;
      if (count < exclusiveLimit) {
        this.#count.set(key, count + 1);
        try {
          return await this.#start(wish);
        } catch (cause) {
          this.#makeRoom(key);
          throw cause;
        }
      }
      await this.#turns.wait(key);
    }
  }

  async #isRunning({ instance }: Member): Promise<boolean> {
    const replicas = await Promise.all(instance.replicas.map((_, index) => instance.process(index)));
    return replicas.every(({ running }) => running);
  }

  async #start(wish: Kind): Promise<Member> {
    const starting = this.#startOnce(wish);
    this.#starting.add(starting);
    try {
      return await starting;
    } finally {
      this.#starting.delete(starting);
    }
  }

  async #startOnce({ storage, variant }: Kind): Promise<Member> {
    this.#next += 1;
    const id = `${storage === 'database' ? 'db' : 'k8s'}-${this.#next}`;
    const instance = await this.#host.start({ id, storage, variant }, (how) => {
      // Told, it would tell everybody how it is done.
      if (this.#disturbed.has(id)) return;
      this.#deaths.push(how);
      this.#waiting.progress(how);
    });
    await using stack = new AsyncDisposableStack();
    stack.use(instance);
    const { origin, rest, replicas, systemNamespace, sharedNamespace, kubernetesUser, database } = instance;
    const bare: TargetAddress = {
      id,
      storage,
      variant,
      origin,
      ...(rest !== undefined && { rest }),
      replicas,
      namespace: systemNamespace,
      systemNamespace,
      sharedNamespace,
      kubernetes: connectionOf(this.#environment.kubernetes),
      kubernetesUser,
      ownLabels: this.#host.ownLabels ?? targetLabel(id),
      ...(database !== undefined && { database }),
      features: noFeatures,
      writesPerSecond: 1,
      manifestsSupplied: this.#manifestsSupplied,
    };
    const key = `${storage}-${variant}`;
    const probed = this.#probed.get(key) ?? this.#try(bare);
    this.#probed.set(key, probed);
    const member: Member = { instance, address: { ...bare, ...(await probed) } };
    this.#members.set(id, member);
    stack.move();
    return member;
  }

  /** One that is lent to nobody is there to be named in the report. */
  async #try(bare: TargetAddress): Promise<Tried> {
    if (!this.#host.variants.includes(bare.variant))
      return { features: bare.features, writesPerSecond: bare.writesPerSecond, untried: true };
    return tryTarget(bare, this.#packages, this.#host.trial);
  }

  /** What it leaves behind goes with the environment; it is told, and costs nobody a result. */
  async #end({ instance, address: { id } }: Member): Promise<void> {
    this.#members.delete(id);
    try {
      await instance[Symbol.asyncDispose]();
    } catch (cause) {
      // Where the environment broke, that is what there is to tell.
      if (!this.#environment.broken.aborted)
        this.#waiting.progress(`target ${id} was not ended in order: ${String(cause)}`);
    }
  }
}
