import type { ExitCode } from '../../src/failures/exit-code.ts';
import type { KubernetesFault, RestFault } from './faults.ts';

/** One row of the drill's table: a fault in a run that would pass without it, and what the run must say. */
export interface DrillRow {
  readonly exitCode: ExitCode;
  readonly because: string;
  /**
   * What may be said about the target. `nothing`: its answers did not arrive. `carried`: only what answers to the same
   * scenario carry.
   */
  readonly accusations: 'nothing' | 'carried';
  /** When the fault begins: before the first scenario, so that there is no report, or later. */
  readonly begins: 'preflight' | 'later';
}

const before = { accusations: 'nothing', begins: 'preflight' } as const;
const nothing = { accusations: 'nothing', begins: 'later' } as const;
const carried = { accusations: 'carried', begins: 'later' } as const;

/** The faults on the wire to REST of an installation, those of long runs first. */
export const restRows: Readonly<Partial<Record<RestFault, DrillRow>>> = {
  'no answer to a probe': { exitCode: 3, because: 'whether the target has the feature is not known', ...nothing },
  'a page from the middle on': { exitCode: 3, because: 'KFP answers in JSON, so the page is not its own', ...nothing },
  'a login from the middle on': { exitCode: 3, because: 'KFP redirects nobody to a login', ...nothing },
  'unavailable once in 50': { exitCode: 1, because: 'the target answered 503, which is its own answer', ...carried },
  'empty lists': { exitCode: 1, because: '{} is how KFP writes a list of nothing', ...carried },
  'a page instead of the API': { exitCode: 3, because: 'no API server answers at the endpoint', ...before },
  'forbidden from the start': { exitCode: 3, because: 'the harness has no credentials for the endpoint', ...before },
  'forbidden from the middle on': {
    exitCode: 1,
    because: 'KFP may answer 403 itself, and the endpoint had let the harness in',
    ...carried,
  },
};

/** The faults on the wire to the Kubernetes API of an installation. */
export const kubernetesRows: Readonly<Record<KubernetesFault, DrillRow>> = {
  'lists of pipelines are forbidden': {
    exitCode: 3,
    because: 'kube-apiserver refused the harness, and the target had no part in it',
    ...nothing,
  },
};

/** One lane loses its API server in the middle of a run on loopback. */
export const deadLane: DrillRow = {
  exitCode: 3,
  because: 'a target that does not answer at the end of a run was lost, and half of the results with it',
  ...carried,
};

/** The pod of an installation is restarted in the middle of a run; no request fails for it. */
export const restart: DrillRow = {
  exitCode: 3,
  because: 'the results are those of two processes, and the harness did not ask for the second',
  ...nothing,
};
