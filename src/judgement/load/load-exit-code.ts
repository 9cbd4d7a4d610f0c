import { exitCode, type ExitCode } from '../../failures/exit-code.ts';
import type { LoadReport } from './schema.ts';

/** Whether something ended the run early, or a number of it must not be used. */
export const isUnusable = ({ run, measurements }: Pick<LoadReport, 'run' | 'measurements'>): boolean =>
  run.broken.length > 0 || measurements.length === 0 || measurements.some(({ invalid }) => invalid.length > 0);

/**
 * The exit code of a load run that was not interrupted. Measurements that must not be used, and whatever ended the run early,
 * make it unusable as a whole. Only without these a bound that was exceeded counts.
 */
export const loadExitCode = ({
  run,
  measurements,
  requirements,
}: Pick<LoadReport, 'run' | 'measurements' | 'requirements'>): ExitCode => {
  if (isUnusable({ run, measurements })) return exitCode.environment;
  return requirements.some(({ outcome }) => outcome === 'not-met') ? exitCode.failed : exitCode.ok;
};
