import { quantileGrid } from '../load/data/quantile-grid.ts';
import { loadSchemaVersion, type LoadReport } from '../judgement/load/schema.ts';
import { decidedRequirements } from '../judgement/load/requirements.ts';
import type { LoadRunRequirement } from '../contract/load-run-requirements.ts';
import { cpuUse, harnessShare } from '../load/cpu-use.ts';
import type { LoadRecord } from '../load/load-record.ts';
import { planDigest } from '../load/plan.ts';
import { calledAs } from '../text/called-as.ts';
import { withoutPasswords } from './command-line.ts';
import type { LoadPlan } from './load-options.ts';
import { machineOf } from './machine.ts';

/** A load run, as far as it has come. */
export interface LoadProgress {
  readonly planned: LoadPlan;
  readonly record: LoadRecord;
  readonly id: string;
  readonly started: Date;
  /** What measures, taken before the run: its files may change during it. */
  readonly suite: LoadReport['suite'];
  readonly complete: boolean;
  /** What load runs decide. */
  readonly requirements: readonly LoadRunRequirement[];
}

/** The content of load.json. The record must have an environment: without one nothing was measured. */
export const reportOfLoad = ({
  planned: { plan: given, seed },
  record,
  id,
  started,
  suite,
  complete,
  requirements,
}: LoadProgress): LoadReport => {
  const finished = new Date();
  const { environment, plan = given } = record;
  if (environment === undefined) throw new Error('a run without an environment has no report');
  const undecided: LoadReport = {
    schemaVersion: loadSchemaVersion,
    suite,
    run: {
      id,
      startedAt: started.toISOString(),
      finishedAt: finished.toISOString(),
      durationSeconds: (finished.getTime() - started.getTime()) / 1000,
      command: [calledAs(), ...withoutPasswords(process.argv.slice(2))],
      complete,
      broken: [...record.broken],
      harnessCpuShare: harnessShare(cpuUse()),
    },
    plan: { name: plan.name, digest: planDigest(plan, seed), seed, settings: plan },
    machine: machineOf(),
    environment,
    targets: [...record.targets],
    quantileGrid: [...quantileGrid],
    stores: [...record.stores],
    measurements: [...record.measurements],
    notMeasured: [...record.notMeasured],
    requirements: [],
    series: record.series,
    samples: [...record.samples],
    sampling: { ...record.sampling },
    events: [...record.events],
  };
  return { ...undecided, requirements: decidedRequirements(undecided, requirements) };
};
