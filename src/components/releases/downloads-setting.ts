import { UsageError } from '../../failures/usage-error.ts';

const variable = 'KFP_CONFORMANCE_DOWNLOADS';

/** Whether official binaries may be downloaded; KFP_CONFORMANCE_DOWNLOADS=off disables it. */
export const downloadsAllowed = (): boolean => {
  const value = process.env[variable];
  if (value === undefined || value === '' || value === 'on') return true;
  if (value === 'off') return false;
  throw new UsageError(`${variable}: expected "on" or "off", got ${JSON.stringify(value)}`);
};
