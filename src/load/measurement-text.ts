import type { Measurement } from '../judgement/load/schema.ts';

/** What a measurement found, in a few words for the progress of a run. */
export const measurementText = ({ service, perSecond, figures, invalid }: Measurement): string => {
  const found =
    service === undefined
      ? Object.entries(figures)
          .filter(([name]) => /P50|Count$/.test(name))
          .map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`)
          .join(', ')
      : `${perSecond.toFixed(1)}/s`;
  const verdict = invalid.map(({ reason }) => reason).join(', ');
  return verdict === '' ? found : `${found}, invalid: ${verdict}`;
};
