import { createHash } from 'node:crypto';

const digest = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;

const isConcealed = (name: string): boolean => /^sha256:[0-9a-f]{16}$/.test(name);

/** An aspect and some of its values by digests alone; what is given by digests already stays. */
export const concealedAspect = <Claim extends { readonly aspect: string; readonly values: readonly string[] }>(
  claim: Claim,
): Claim => {
  const { aspect, values } = claim;
  if (isConcealed(aspect)) return claim;
  return { ...claim, aspect: digest(aspect), values: values.map((value) => digest(`${aspect}\n${value}`)) };
};

/**
 * The failing aspects of a scenario with a vulnerability as a baseline lists them: name and value by digests alone, because
 * baselines are public and both would say how to use it. By name, with the observed value.
 */
export const concealedAspects = (observed: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(observed).map(([name, value]) => [digest(name), digest(`${name}\n${value}`)]));
