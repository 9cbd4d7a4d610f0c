/** The share of failing rounds that a check without a failure would have seen with a probability of 95 %. */
const confidence = 0.95;

/** The rounds of a check that looked for an intermittent failure, and the smallest share of failing rounds that it sees. */
export interface Detection {
  readonly rounds: number;
  /** From 0 to 1: a defect that fails this share of the rounds is seen with a probability of 95 %. */
  readonly rate: number;
}

/** The rate is rounded up to a thousandth, so that it never promises more than the rounds can show. */
export const detectionOf = (rounds: number): Detection => ({
  rounds,
  rate: rounds === 0 ? 1 : Math.ceil((1 - (1 - confidence) ** (1 / rounds)) * 1_000) / 1_000,
});

/** The rounds that it takes to see a failure that occurs in this share of the rounds with a probability of 95 %. */
export const roundsToSee = (rate: number): number => Math.ceil(Math.log(1 - confidence) / Math.log(1 - rate));

/** `no failure in 59 rounds: a rate of 5 % or more would be seen with 95 %` */
export const detectionText = ({ rounds, rate }: Detection): string =>
  `no failure in ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: a rate of ${Math.round(rate * 1_000) / 10} % or more would be seen with 95 %`;
