import { storageModes, type StorageMode } from '../contract/lane-name.ts';
import { startPackageServer, type PackageServer } from '../lanes/package-server.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import { grantPipelineAccess } from '../cluster/grant-pipeline-access.ts';
import { clusterClient, type ClusterClient } from '../cluster/cluster-client.ts';
import { connectionOf } from '../cluster/kubernetes-access.ts';
import { silenceOf } from '../targets/still-answering.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import { readWriteLock, type Hold, type ReadWriteLock } from '../waiting/read-write-lock.ts';
import { isThrottled } from '../scenarios/rounds.ts';
import type { ProcessState, TargetHost } from '../targets/target-host.ts';
import { variants, type VariantName } from '../contract/variant.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { emptyTarget } from './empty-target.ts';
import { LeaseBook, type Reservation } from './lease-book.ts';
import { notOffered } from './not-offered.ts';
import { isRunning, type PoolMember } from './pool-member.ts';
import { keyOf, PoolMembers } from './pool-members.ts';
import { probeUser } from './probe-target.ts';
import type { ProcessRecord } from './process-record.ts';
import type { TargetRequest } from './target-request.ts';

/** A target that is lent until it is released. */
export interface TargetLease {
  readonly id: number;
  readonly address: TargetAddress;
  /** Namespaces to work in; absent: borrowers make their own. */
  readonly lentNamespaces?: readonly string[];
}

/** The options of a pool. Aborting the signal ends every wait in it. */
export interface PoolOptions extends Waiting {
  readonly environment: RunningEnvironment;
  readonly host: TargetHost;
  /** Whether the target's own definitions are in the cluster. */
  readonly manifestsSupplied: boolean;
  readonly modes?: readonly StorageMode[];
}

/** The maximum number of targets of one storage mode and variant on which races run at the same time. */
const raceLimit = 6;

/** The targets of a run: shared ones once per storage mode and variant, exclusive ones on demand. */
export class TargetPool implements AsyncDisposable {
  readonly #host: TargetHost;
  readonly #cluster: ClusterClient;
  readonly #packages: PackageServer;
  readonly #over = new AbortController();
  readonly #waiting: Waiting;
  readonly #members: PoolMembers;
  readonly #book: LeaseBook;
  readonly #shared = new Map<string, Promise<PoolMember>>();
  readonly #shares = new Map<string, ReadWriteLock>();
  readonly #deaths: string[] = [];

  private constructor(
    { environment, host, manifestsSupplied, progress, signal }: PoolOptions,
    packages: PackageServer,
  ) {
    this.#host = host;
    this.#waiting = { progress, signal: AbortSignal.any([signal, this.#over.signal]) };
    this.#book = new LeaseBook(this.#waiting.signal);
    this.#cluster = clusterClient(connectionOf(environment.kubernetes));
    this.#packages = packages;
    this.#members = new PoolMembers({ environment, host, manifestsSupplied, packages, progress, died: this.#died });
  }

  /** Applies the target's definitions and starts one shared target per storage mode. */
  static async open(options: PoolOptions): Promise<TargetPool> {
    const pool = new TargetPool(options, await startPackageServer(options.environment.hostAddress));
    try {
      if (options.host.probeAs === undefined) await grantPipelineAccess(pool.#cluster, probeUser);
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

  /** A target that many scenarios use at the same time, for as long as the pool is open. */
  async sharedTarget(storage: StorageMode, variant: VariantName): Promise<TargetAddress> {
    this.#waiting.signal.throwIfAborted();
    const key = keyOf({ storage, variant });
    const shared = this.#shared.get(key) ?? this.#members.start({ storage, variant });
    this.#shared.set(key, shared);
    const member = await shared;
    await this.#revive(member);
    return member.address;
  }

  /** Throws a NotOfferedError if the host offers no such target. */
  async lease(request: TargetRequest): Promise<TargetLease> {
    this.#waiting.signal.throwIfAborted();
    const unavailable = notOffered(this.#host, request);
    if (unavailable !== undefined) throw unavailable;
    const lease = await this.#host.lease?.({ disruptive: request.disruptive, namespaces: request.namespaces });
    try {
      const address = await this.#addressFor(request);
      const share = await this.#shareOf(address, request);
      const id = this.#book.open({
        target: address.id,
        disruptive: request.disruptive,
        ...(lease !== undefined && { lease }),
        share,
      });
      const { namespaces } = lease ?? {};
      return { id, address, ...(namespaces !== undefined && { lentNamespaces: namespaces }) };
    } catch (cause) {
      await lease?.release('');
      throw cause;
    }
  }

  /**
   * Releases a lease. In a shared installation, objects whose names begin with `prefix` are removed. An exclusive target is
   * emptied, or ended if that fails, before it is lent again.
   */
  async release(id: number, prefix: string): Promise<void> {
    const entry = this.#book.close(id);
    if (entry === undefined) return;
    using _share = { [Symbol.dispose]: () => entry.share?.release() };
    // The borrower may have been aborted during a restart, which must end before the target is lent again.
    await this.#book.replaced(entry.target);
    // Before others may use the target, so that what happened under this borrower is not theirs.
    if (entry.disruptive) await this.#settle(entry.target);
    try {
      await entry.lease?.release(prefix);
    } catch (cause) {
      // The results of the borrower stay valid, and the end of the run finds and removes leaked objects.
      this.#waiting.progress(
        `warning: objects of ${prefix} could not be removed yet; the end of the run tries again: ${String(cause)}`,
      );
    }
    await this.#takeBack(entry.target);
  }

  restart(id: string, replica?: number): Promise<void> {
    return this.#replacing(id, ({ instance }) => instance.restart(replica));
  }

  rollOut(id: string): Promise<void> {
    return this.#replacing(id, ({ instance }) => instance.rollOut());
  }

  process(id: string, replica?: number): Promise<ProcessState> {
    return this.#members.get(id).instance.process(replica);
  }

  /** The ends and restarts of a target's processes that its disruptive borrower did not ask for, each once, in order. */
  async unaskedRestarts(id: string): Promise<readonly string[]> {
    await this.#book.replaced(id);
    const { processes } = this.#members.get(id);
    await processes.look();
    return processes.take();
  }

  /**
   * Looks at every running target after the last scenario: restarts that the harness did not ask for are added to the
   * deaths. Returns a sentence for each target that gives no answer or cannot be looked at. Nothing in an ended run.
   */
  async lastLook(): Promise<readonly string[]> {
    const { signal } = this.#waiting;
    if (signal.aborted) return [];
    try {
      return (await Promise.all(this.#members.all().map((member) => this.#lookAt(member)))).flat();
    } catch (cause) {
      // The report of an interrupted run says that it was interrupted.
      if (signal.aborted) return [];
      throw cause;
    }
  }

  objectStoreRequests(id: string): readonly string[] {
    return this.#members.get(id).instance.objectStoreRequests();
  }

  /** The addresses of the shared targets that have started. */
  async shared(): Promise<readonly TargetAddress[]> {
    const settled = await Promise.allSettled(this.#shared.values());
    return settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.address] : []));
  }

  /** Descriptions of the crashes and unasked restarts of targets that no disruptive scenario held, in order. */
  deaths(): readonly string[] {
    return this.#deaths;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Aborts the start of targets that are no longer needed, because another failed to start.
    this.#over.abort(new Error('the targets are ended'));
    await this.#members[Symbol.asyncDispose]();
    await this.#packages[Symbol.asyncDispose]();
  }

  readonly #died = (target: string, how: string, processes?: ProcessRecord): void => {
    processes?.ended(how);
    // The scenario that has such a target asks for it at its end: it may have crashed the target itself.
    if (this.#book.isDisrupted(target)) return;
    this.#tell(processes?.take() ?? [how]);
  };

  #tell(deaths: readonly string[]): void {
    for (const how of deaths) {
      this.#deaths.push(how);
      this.#waiting.progress(how);
    }
  }

  /**
   * Reports what happened under a disruptive borrower after it asked, or if it never did: nobody else knows of that, and a
   * later borrower must not be told.
   */
  async #settle(id: string): Promise<void> {
    if (this.#waiting.signal.aborted) return;
    const { processes } = this.#members.get(id);
    await processes.look().catch(() => {
      // The next look compares with what was seen before this one.
    });
    this.#tell(processes.take());
  }

  async #lookAt({ address, processes }: PoolMember): Promise<readonly string[]> {
    const name = `target ${address.id} (${address.storage}, variant ${address.variant})`;
    await this.#book.replaced(address.id);
    try {
      await processes.look();
    } catch (cause) {
      return [
        `whether ${name} was restarted cannot be seen: ${cause instanceof Error ? cause.message : String(cause)}`,
      ];
    }
    this.#tell(processes.take());
    const silence = await silenceOf(address, this.#waiting);
    return silence === undefined ? [] : [`${name} does not answer any more: ${silence}`];
  }

  async #addressFor(request: TargetRequest): Promise<TargetAddress> {
    // A host without exclusive targets grants leases in turn instead.
    if (this.#host.lease !== undefined) return this.sharedTarget(request.storage, request.variant);
    if (request.exclusive) return this.#exclusiveTarget(request, await this.#book.reserve(keyOf(request)));
    const shared = await this.sharedTarget(request.storage, request.variant);
    if (!request.races || !isThrottled(shared)) return shared;
    // Races on throttled targets mostly wait, so that several of them cost little more than one.
    return this.#exclusiveTarget(request, await this.#book.reserve(`${keyOf(request)} races`, raceLimit));
  }

  async #exclusiveTarget(request: TargetRequest, { key, permit, idle }: Reservation): Promise<TargetAddress> {
    let member = idle;
    try {
      member ??= await this.#members.start(request);
      const { address } = member;
      this.#book.lend(address.id, { key, disruptive: request.disruptive, permit });
      return address;
    } catch (cause) {
      if (member !== undefined) await this.#members.end(member);
      permit[Symbol.dispose]();
      throw cause;
    }
  }

  /**
   * A share of the target. Where all borrowers use one target, a race on a throttled one has it alone: the writes of others would spend the budget
   * that its own need in order to be sent at the same time.
   */
  #shareOf({ id, writesPerSecond }: TargetAddress, { races }: TargetRequest): Promise<Hold> {
    const shares = this.#shares.get(id) ?? readWriteLock(this.#waiting.signal);
    this.#shares.set(id, shares);
    return shares.acquire({ exclusive: races && isThrottled({ writesPerSecond }) });
  }

  async #takeBack(id: string): Promise<void> {
    const loan = this.#book.loanOf(id);
    // Once the pool is closing, the target is not lent again, and the pool ends it.
    if (loan === undefined || this.#waiting.signal.aborted) return;
    const member = this.#members.get(id);
    // A target that cannot be examined is not reused.
    if (await this.#isReusable(member).catch(() => false)) {
      this.#book.endLoan(id, member);
      return;
    }
    try {
      await this.#members.end(member);
    } finally {
      this.#book.endLoan(id);
    }
  }

  async #isReusable(member: PoolMember): Promise<boolean> {
    await member.processes.look();
    this.#tell(member.processes.take());
    if (!(await isRunning(member))) return false;
    // A target that restarted by itself is not reused: its crash may be reported while another borrower holds it.
    if (member.processes.disturbed) return false;
    // In multi-user mode each borrower works in namespaces of its own.
    const { address } = member;
    return variants[address.variant].tenancy === 'multi-user' || emptyTarget(address, this.#cluster);
  }

  async #replacing(id: string, replace: (member: PoolMember) => Promise<void>): Promise<void> {
    const member = this.#members.get(id);
    const replacement = member.processes.replace(() => replace(member));
    this.#book.replacing(id, replacement);
    await replacement;
  }

  /** Restarts a shared target that crashed, so that only the scenario that saw the crash fails, and not all later ones. */
  async #revive(member: PoolMember): Promise<void> {
    // A failed restart is not repeated: every later lease would wait for as long again.
    member.reviving ??= member.instance.ensureRunning().then(
      () => {
        delete member.reviving;
      },
      (cause: unknown) => {
        // An existing installation may recover by itself.
        if (this.#host.lease !== undefined) delete member.reviving;
        throw cause;
      },
    );
    await member.reviving;
  }
}
