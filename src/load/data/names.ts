/** Enough for a hundred million objects; a fixed width makes names sort like indices, and have one size. */
const digits = 8;

/** `load-00000042` */
export const pipelineName = (prefix: string, index: number): string =>
  `${prefix}-${String(index).padStart(digits, '0')}`;

/** The version has the name of its pipeline, because an upload of a new pipeline gives it no other. */
export const versionName = (prefix: string, index: number): string => pipelineName(prefix, index);

/** The name of the PipelineVersion object, as KFP derives it from both names; `parent`: the index of its pipeline. */
export const versionObjectName = (prefix: string, index: number, parent = index): string =>
  `${pipelineName(prefix, parent)}-${versionName(prefix, index)}`;

/** The index in a name of this prefix, or undefined for any other name. */
export const indexOfName = (prefix: string, name: string): number | undefined => {
  const number = name.slice(prefix.length + 1);
  return number.length === digits && /^\d+$/.test(number) && name.startsWith(`${prefix}-`) ? Number(number) : undefined;
};

/** The beginning of the names of ten neighbours: of the indices 10 × decade to 10 × decade + 9. */
export const decadeName = (prefix: string, decade: number): string => pipelineName(prefix, decade * 10).slice(0, -1);
