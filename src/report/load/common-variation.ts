import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';

type Variation = Measurement['variation'];

/** The factors that differ from the default in every measurement, and alike. */
export const commonVariation = ({ measurements }: Pick<LoadReport, 'measurements'>): Variation =>
  Object.fromEntries(
    Object.entries(measurements[0]?.variation ?? {}).filter(([name, value]) =>
      measurements.every(({ variation }) => variation[name] === value),
    ),
  );

/**
 * The report with these factors as labels of the whole run: its measurements are then plain, since there are none beside
 * which they would be variations.
 */
export const withoutCommonVariation = (report: LoadReport): LoadReport => {
  const common = commonVariation(report);
  const names = new Set(Object.keys(common));
  if (names.size === 0) return report;
  const labels = Object.entries(common).map(([name, value]) => `all measurements: ${name} ${value}`);
  return {
    ...report,
    environment: { ...report.environment, labels: [...report.environment.labels, ...labels] },
    measurements: report.measurements.map((one) => ({
      ...one,
      variation: Object.fromEntries(Object.entries(one.variation).filter(([name]) => !names.has(name))),
    })),
  };
};
