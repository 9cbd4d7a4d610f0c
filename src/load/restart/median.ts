/** The lower of the two middle values of an even number. */
export const median = (values: readonly number[]): number => {
  const middle = values.toSorted((one, other) => one - other)[Math.ceil(values.length / 2) - 1];
  if (middle === undefined) throw new RangeError('no values have no median');
  return middle;
};
