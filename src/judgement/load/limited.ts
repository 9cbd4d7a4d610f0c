import { flatRate, type RateWindow } from './flat-rate.ts';
import type { Invalidity } from './schema.ts';

/** What limits a measurement, as far as it can be seen from outside. */
export interface ObservedLimits {
  readonly loop: 'open' | 'closed';
  /** Iterations a second; only in an open loop. */
  readonly offeredPerSecond?: number;
  readonly perSecond: number;
  readonly windows: readonly RateWindow[];
  readonly virtualUsers: number;
  /** The mean duration of an iteration, from its start. */
  readonly meanIterationMs: number;
  readonly shortestIterationMs: number;
  /** Of the machine. */
  readonly cores: number;
  /** Used by k6. */
  readonly generatorCores: number;
  /**
   * Used by target, kube-apiserver, kube-controller-manager, etcd and database together; absent where nobody can see them.
   * Then no server counts as idle, and every other program of the machine may be one.
   */
  readonly serverCores?: number;
  /**
   * Used by the harness where the measured requests go through it, which has one thread: then it is a part of the generator.
   * Absent: they do not.
   */
  readonly relayCores?: number;
  /** Used by all programs of the machine, and taken from it by a hypervisor. */
  readonly machineCores: number;
  /** The share of the time in which a program waited for a disk (PSI io, some); absent where it is not measured. */
  readonly ioPressure?: number;
  /** The share of an iteration that API server, webhook and etcd explain; absent in database mode, where nobody knows. */
  readonly servedShare?: number;
  /** The name of the target that is a client of the store; absent where k6 itself is, as in kubernetes/crd. */
  readonly client?: string;
}

/** Below this k6 still finds a free core whenever it wants one; above, its own queueing is in the latency. */
const starvedShare = 0.85;

/**
 * A server that is the bottleneck by its CPU keeps at least one core busy, which is half of two cores; 30 % leaves room for
 * the kernel's rounding and for k6, and still means that nobody waits for a core. On machines with more cores a single
 * thread could be the bottleneck below it, so the bound is never above 0.6 cores.
 */
const idleShare = 0.3;
const idleCores = 0.6;

/** A rate this near to what is offered is the offered one: windows cut an iteration at each end. */
const reachedShare = 0.95;

/** If the servers explain a fifth of the latency, they can be the cause of the rate, for instance by waiting for the disk. */
const explainedShare = 0.2;

/**
 * A database that waits for fsync leaves the CPU idle too, and then somebody waits for the disk most of the time. In Kubernetes
 * mode the histograms tell, which other programs on the machine do not disturb.
 */
const diskBoundPressure = 0.2;

/**
 * A limiter lets the first requests pass and makes each further one wait behind those before it. Where all take as long, as
 * with a target that sleeps or polls, virtual users are too few to reach any limit.
 */
const queueShare = 0.5;

/** By Little's law, rate × duration is the mean number of virtual users that were in an iteration. */
const busyShare = 0.95;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const perSecondText = (rate: number): string => `${rate.toFixed(rate < 100 ? 1 : 0)} iterations/s`;

const isIdle = ({ serverCores, generatorCores, cores }: ObservedLimits): boolean =>
  serverCores !== undefined && serverCores + generatorCores < Math.min(idleShare * cores, idleCores);

const isBelowOffer = ({ offeredPerSecond, perSecond }: ObservedLimits): boolean =>
  offeredPerSecond !== undefined && perSecond < reachedShare * offeredPerSecond;

/**
 * The target limits its own rate: requests come at a flat rate below what is wanted, while no processor and no disk is busy
 * and the servers behind it answer at once. That is client-go's limiter, 5 requests a second with a burst of 10 by default.
 */
const clientLimit = (observed: ObservedLimits): readonly Invalidity[] => {
  const { client, loop, windows, servedShare, ioPressure = 0, cores } = observed;
  const { shortestIterationMs, meanIterationMs } = observed;
  const flat = flatRate(windows);
  if (client === undefined || flat === undefined || !flat.isFlat) return [];
  if (loop === 'open' && !isBelowOffer(observed)) return [];
  if (!isIdle(observed) || shortestIterationMs > queueShare * meanIterationMs) return [];
  if (servedShare === undefined ? ioPressure >= diskBoundPressure : servedShare >= explainedShare) return [];
  const served =
    servedShare === undefined ? '' : ` and API server, webhooks and etcd ${percent(servedShare)} of the latency`;
  const used = ((observed.serverCores ?? 0) + observed.generatorCores) / cores;
  return [
    {
      reason: 'client-limited',
      subject: client,
      text: `a flat ${perSecondText(flat.perSecond)} (coefficient of variation ${percent(flat.variation)}), while k6 and all servers used ${percent(used)} of the cores${served}: ${client} limits its own rate`,
    },
  ];
};

/**
 * The cores were full. Where the servers used most of them, they set the rate, and k6 beside them always gets only what is
 * left; it is starved where k6 itself and other programs used more than the servers.
 */
const starvation = (observed: ObservedLimits): readonly Invalidity[] => {
  const { cores, machineCores, generatorCores, relayCores = 0 } = observed;
  const serverCores = observed.serverCores ?? Math.max(0, machineCores - generatorCores - relayCores);
  const left = Math.max(0, cores - (machineCores - generatorCores));
  const others = Math.max(0, machineCores - serverCores);
  if (generatorCores === 0 || generatorCores < starvedShare * left || serverCores >= others) return [];
  const k6 = `k6 ${generatorCores.toFixed(2)}`;
  const used =
    observed.serverCores === undefined
      ? `other programs, which may be servers, used ${serverCores.toFixed(2)} and ${k6}`
      : `the servers used ${serverCores.toFixed(2)}, ${k6} and other programs ${Math.max(0, others - generatorCores).toFixed(2)}`;
  return [{ reason: 'generator-limited', text: `k6 had to wait for a core: of ${cores}, ${used}` }];
};

/** One thread of Node passes every request on, and had no time left. */
const relayLimit = ({ relayCores = 0 }: ObservedLimits): readonly Invalidity[] =>
  relayCores < starvedShare
    ? []
    : [
        {
          reason: 'generator-limited',
          text: `the requests went through a port-forward of the harness, which used ${relayCores.toFixed(2)} of its one core: give it an --endpoint`,
        },
      ];

/** All virtual users waited, the servers were idle, and a higher rate was offered: there were too few of them. */
const tooFewUsers = (observed: ObservedLimits): readonly Invalidity[] => {
  const { virtualUsers, perSecond, meanIterationMs, offeredPerSecond = 0 } = observed;
  const busy = (perSecond * meanIterationMs) / 1000;
  if (!isBelowOffer(observed) || !isIdle(observed) || busy < busyShare * virtualUsers) return [];
  return [
    {
      reason: 'generator-limited',
      text: `all ${virtualUsers} virtual users were busy at ${perSecondText(perSecond)} of ${perSecondText(offeredPerSecond)} offered, while the servers were idle: give it more`,
    },
  ];
};

/** The reasons for which a measurement says nothing about the servers: something before them was the bottleneck. */
export const limitations = (observed: ObservedLimits): readonly Invalidity[] => {
  const byClient = clientLimit(observed);
  // Users that wait for a limiter are busy too.
  return byClient.length > 0 ? byClient : [...relayLimit(observed), ...starvation(observed), ...tooFewUsers(observed)];
};
