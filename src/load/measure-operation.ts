import { storageOf } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import type { Measurement } from '../judgement/load/schema.ts';
import type { MeasureOptions } from './measure-options.ts';
import { measureWatch } from './measure-watch.ts';
import { measureWithK6 } from './measure-with-k6.ts';
import { planFor } from './plan-for.ts';
import { measureRestart } from './restart/measure-restart.ts';
import { nothingBeside, type StartBeside } from './watch/beside.ts';
import { watchersBeside } from './watch/watchers-beside.ts';

/** A database has no watch. */
const besideOf = ({ plan, lane, bench, signal }: MeasureOptions): StartBeside =>
  plan.watchers > 0 && storageOf[lane] === 'kubernetes' ? watchersBeside(bench, plan.watchers, signal) : nothingBeside;

/** The operations that k6 does not measure alone. */
const measuredByHarness: Readonly<Partial<Record<OperationName, (options: MeasureOptions) => Promise<Measurement>>>> = {
  watch: measureWatch,
  restart: measureRestart,
};

/** Measures an operation in a lane. Throws an EnvironmentError if that fails, and the signal's reason when aborted. */
export const measureOperation = (given: MeasureOptions): Promise<Measurement> => {
  const options = { ...given, plan: planFor(given.plan, given.operation) };
  return measuredByHarness[options.operation]?.(options) ?? measureWithK6(options, besideOf(options));
};
