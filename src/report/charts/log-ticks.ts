/** The values between two bounds at which a logarithmic axis has a tick: 1, 2, 5 of each decade, or fewer if it is long. */
export const logTicks = (low: number, high: number, most = 7): readonly number[] => {
  const all = [1, 2, 5].map((digit) => ({ digit, ticks: [] as number[] }));
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent += 1)
    for (const { digit, ticks } of all) {
      const value = Number(`${digit}e${exponent}`);
      if (value >= low && value <= high) ticks.push(value);
    }
  const [ones = [], twos = [], fives = []] = all.map(({ ticks }) => ticks);
  const every = [...ones, ...twos, ...fives].toSorted((a, b) => a - b);
  if (every.length <= most || ones.length < 2) return every;
  const step = Math.ceil(ones.length / most);
  return ones.filter((_, at) => at % step === 0);
};

/** The range of values with some room on both sides, on a logarithmic axis; a tenth of a decade at least. */
export const logDomain = (values: readonly number[], room = 1.15): readonly [number, number] => {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [0.1, 10];
  const [low, high] = [Math.min(...positive), Math.max(...positive)];
  return high / low < 1.5 ? [low / 2, high * 2] : [low / room, high * room];
};
