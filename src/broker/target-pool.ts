import type { Json } from '../clients/json-response.ts';
import type { RunningEnvironment, RunningProcess } from '../environments/environment.ts';
import { storageModes, type StorageMode } from '../lanes/lane-name.ts';
import { noFeatures } from '../scenarios/feature.ts';
import { startPackageServer, type PackageServer } from '../scenarios/package-server.ts';
import { clusterAdmin, connectionOf, type ClusterAdmin } from '../targets/cluster-admin.ts';
import { dropDatabase } from '../targets/drop-database.ts';
import { planLaunch, type Launch } from '../targets/launch.ts';
import { webhooksFor, type Manifests } from '../targets/manifests.ts';
import type { Probed } from '../targets/probe.ts';
import { PortTakenError } from '../targets/port-taken.ts';
import type { Waiting } from '../targets/readiness.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import type { Target } from '../targets/target.ts';
import { targetLabel } from '../targets/target-label.ts';
import { variants } from '../targets/variant.ts';
import { emptyTarget } from './empty-target.ts';
import { targetProcesses, type TargetProcesses } from './target-processes.ts';
import { prober, tryTarget } from './try-target.ts';
import type { TargetWish } from './target-wish.ts';
import { turns, type Turns } from './turns.ts';

interface Member {
  readonly launch: Launch;
  readonly address: TargetAddress;
  /** Ends its process, its webhook configurations and its object store. */
  readonly owned: AsyncDisposableStack;
  process: RunningProcess;
  /** While it is started again after it died. */
  reviving?: Promise<void>;
}

/** What a pool starts, where, and how it tells of it. Aborting ends every wait in it. */
export interface PoolOptions extends Waiting {
  readonly environment: RunningEnvironment;
  readonly target: Target;
  readonly manifests: Manifests;
  readonly modes?: readonly StorageMode[];
}

/** Exclusive targets of one storage mode and variant that run at the same time. */
const exclusiveLimit = 2;

/** How often a target is started on other ports when somebody else was quicker to take one. */
const startLimit = 3;

/** The target processes of a run: shared ones once per storage mode and variant, exclusive ones on demand. */
export class TargetPool implements AsyncDisposable {
  readonly #environment: RunningEnvironment;
  readonly #target: Target;
  readonly #manifests: Manifests;
  readonly #admin: ClusterAdmin;
  readonly #packages: PackageServer;
  readonly #over = new AbortController();
  readonly #waiting: Waiting;
  readonly #processes: TargetProcesses;
  readonly #starting = new Set<Promise<Member>>();
  readonly #members = new Map<string, Member>();
  readonly #shared = new Map<string, Promise<Member>>();
  readonly #idle = new Map<string, Member[]>();
  readonly #lent = new Map<string, string>();
  /** Lent to somebody who may bring them down. */
  readonly #disturbed = new Set<string>();
  readonly #count = new Map<string, number>();
  readonly #turns: Turns;
  readonly #probed = new Map<string, Promise<Probed>>();
  #next = 0;

  private constructor({ environment, target, manifests, progress, signal }: PoolOptions, packages: PackageServer) {
    this.#environment = environment;
    this.#manifests = manifests;
    this.#target = target;
    this.#waiting = { progress, signal: AbortSignal.any([signal, this.#over.signal]) };
    this.#processes = targetProcesses(environment, target, this.#waiting, (id) => this.#disturbed.has(id));
    this.#turns = turns(this.#waiting.signal);
    this.#admin = clusterAdmin(environment.kubernetes);
    this.#packages = packages;
  }

  /** Applies the target's definitions and starts one shared target per storage mode. */
  static async open(options: PoolOptions): Promise<TargetPool> {
    const pool = new TargetPool(options, await startPackageServer());
    try {
      await pool.#admin.admit(prober);
      await pool.#admin.applyDefinitions(options.manifests);
      await Promise.all([
        options.environment.restartControllers(),
        ...(options.modes ?? storageModes).map((storage) =>
          pool.lease({ storage, variant: 'default', exclusive: false, disturbed: false }),
        ),
      ]);
    } catch (cause) {
      await pool[Symbol.asyncDispose]();
      throw cause;
    }
    return pool;
  }

  async lease(wish: TargetWish): Promise<TargetAddress> {
    this.#waiting.signal.throwIfAborted();
    const key = `${wish.storage}-${wish.variant}`;
    if (!wish.exclusive) {
      let shared = this.#shared.get(key);
      if (shared === undefined) {
        shared = this.#start(wish);
        this.#shared.set(key, shared);
      }
      const member = await shared;
      await this.#revive(member);
      return member.address;
    }
    const member = await this.#takeExclusive(key, wish);
    this.#lent.set(member.launch.id, key);
    if (wish.disturbed) this.#disturbed.add(member.launch.id);
    return member.address;
  }

  /** Gives an exclusive target back; it is emptied, or ended when that fails, before somebody else gets it. */
  async release(id: string): Promise<void> {
    const key = this.#lent.get(id);
    if (key === undefined) return;
    this.#lent.delete(id);
    this.#disturbed.delete(id);
    // Nobody gets it any more, and ending the pool ends it.
    if (this.#waiting.signal.aborted) return;
    const member = this.#member(id);
    // In multi-user mode whoever borrows it works in namespaces of their own.
    const clean = variants[member.launch.variant].tenancy === 'multi-user';
    // One that its borrower brought down is of no use to the next.
    const alive = this.#processes.isRunning(member.process);
    if (alive && (clean || (await emptyTarget(member.address, this.#admin)))) {
      this.#idle.set(key, [...(this.#idle.get(key) ?? []), member]);
      this.#turns.next(key);
      return;
    }
    try {
      await this.#end(member);
    } finally {
      this.#makeRoom(key);
    }
  }

  async restart(id: string): Promise<void> {
    const member = this.#member(id);
    await this.#processes.kill(member.process);
    member.process = await this.#processes.start(member.launch);
  }

  process(id: string): { pid: number; running: boolean } {
    const { process } = this.#member(id);
    return { pid: process.pid, running: this.#processes.isRunning(process) };
  }

  objectStoreRequests(id: string): number {
    return this.#member(id).launch.objectStore.requests();
  }

  /** The addresses of the shared targets that have been started; one that did not start is left out. */
  async shared(): Promise<readonly TargetAddress[]> {
    const settled = await Promise.allSettled(this.#shared.values());
    return settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.address] : []));
  }

  /** The target processes that ended by themselves, and of which that was no scenario's matter, in the order in which they did. */
  deaths(): readonly string[] {
    return this.#processes.deaths();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A target that still starts, because another did not, is not waited for.
    this.#over.abort(new Error('the targets are ended'));
    await Promise.allSettled(this.#starting);
    await Promise.all([...this.#members.values()].map((member) => this.#end(member)));
    await this.#packages[Symbol.asyncDispose]();
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
    if (this.#processes.isRunning(member.process)) return;
    // One that cannot be revived stays as it is: each who asks again would wait for as long.
    member.reviving ??= this.restart(member.launch.id).then(() => {
      delete member.reviving;
    });
    await member.reviving;
  }

  async #takeExclusive(key: string, wish: TargetWish): Promise<Member> {
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

  async #start(wish: TargetWish): Promise<Member> {
    for (let attempt = 1; ; attempt += 1) {
      const starting = this.#startOnce(wish);
      this.#starting.add(starting);
      try {
        return await starting;
      } catch (cause) {
        if (!(cause instanceof PortTakenError) || attempt === startLimit) throw cause;
        this.#waiting.progress('a port was taken by somebody else; starting the target again on others');
      } finally {
        this.#starting.delete(starting);
      }
    }
  }

  async #startOnce({ storage, variant }: TargetWish): Promise<Member> {
    this.#next += 1;
    const id = `${storage === 'database' ? 'db' : 'k8s'}-${this.#next}`;
    const launch = await planLaunch(this.#environment, id, storage, variant);
    await using stack = new AsyncDisposableStack();
    stack.use(launch.objectStore);
    stack.defer(() => dropDatabase(this.#environment.database, launch.database, this.#tell));
    if (storage === 'kubernetes') {
      for (const namespace of [launch.namespace, launch.sharedNamespace])
        await this.#admin.createNamespace(namespace, targetLabel(id));
      if (variants[variant].webhook) {
        stack.defer(() => this.#removeWebhooks(launch));
        for (const configuration of this.#webhooksOf(launch)) await this.#admin.applyWebhook(configuration);
      }
    }
    const process = await this.#processes.start(launch);
    const running = { process };
    stack.defer(() => this.#processes.kill(running.process));
    const bare: TargetAddress = {
      id,
      storage,
      variant,
      origin: `http://127.0.0.1:${launch.httpPort}`,
      namespace: launch.namespace,
      systemNamespace: launch.namespace,
      sharedNamespace: launch.sharedNamespace,
      kubernetes: connectionOf(this.#environment.kubernetes),
      kubeconfigPath: this.#environment.kubernetes.kubeconfigPath,
      database: { ...this.#environment.database, name: launch.database },
      features: noFeatures,
      writesPerSecond: 1,
      manifestsSupplied: this.#target.kind === 'reference' || this.#target.manifestsDirectory !== undefined,
    };
    const key = `${storage}-${variant}`;
    const probed = this.#probed.get(key) ?? tryTarget(bare, this.#packages);
    this.#probed.set(key, probed);
    const member: Member = Object.assign(running, {
      launch,
      address: { ...bare, ...(await probed) },
      owned: stack.move(),
    });
    this.#members.set(id, member);
    return member;
  }

  #webhooksOf({ id, variant, webhookPort: port, webhookCertificate: { ca } }: Launch): readonly Json[] {
    return webhooksFor(this.#manifests, { id, port, ca, sharedKinds: variants[variant].sharedKinds });
  }

  async #removeWebhooks(launch: Launch): Promise<void> {
    // Nothing answers any more, and each would be waited for.
    if (this.#environment.broken.aborted) return;
    for (const configuration of this.#webhooksOf(launch)) await this.#admin.deleteWebhook(configuration);
  }

  /** What it leaves behind goes with the environment; it is told, and costs nobody a result. */
  async #end(member: Member): Promise<void> {
    this.#members.delete(member.launch.id);
    await member.owned.disposeAsync().catch((cause: unknown) => {
      this.#tell(`${member.process.name} was not ended in order: ${String(cause)}`);
    });
  }

  /** Where the environment broke, that is what there is to tell. */
  readonly #tell = (line: string): void => {
    if (!this.#environment.broken.aborted) this.#waiting.progress(line);
  };
}
