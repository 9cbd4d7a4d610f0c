import { z } from 'zod';
import type { LaneName } from '../../../contract/lane-name.ts';
import type { LoadReport } from '../schema.ts';

/** What a requirement is decided from. */
export type DecidingNumbers = Pick<
  LoadReport,
  'targets' | 'stores' | 'measurements' | 'notMeasured' | 'quantileGrid' | 'plan'
> & { readonly environment: Pick<LoadReport['environment'], 'webhooks'> };

/** One target in one lane. */
export interface Scope {
  readonly report: DecidingNumbers;
  readonly target: string;
  readonly lane: LaneName;
}

export type Decision = Pick<LoadReport['requirements'][number], 'outcome' | 'text'>;

/** How a requirement is decided. */
export interface Rule {
  /** Which numbers decide it, with their bound: a sentence for `explain`. */
  readonly bound: string;
  readonly decide: (scope: Scope) => Decision;
}

export const met = (text: string): Decision => ({ outcome: 'met', text });
export const notMet = (text: string): Decision => ({ outcome: 'not-met', text });
export const recorded = (text: string): Decision => ({ outcome: 'recorded', text });
export const notDecided = (text: string): Decision => ({ outcome: 'not-decided', text });

const settings = z.looseObject({
  sizes: z.union([z.literal('measured'), z.number()]).catch('measured'),
  webhooks: z.boolean().catch(true),
});

/** The bytes of each definition; undefined: they differ. */
export const definitionBytes = ({ plan }: DecidingNumbers): number | undefined => {
  const { data } = settings.safeParse(plan.settings);
  return typeof data?.sizes === 'number' ? data.sizes : undefined;
};

/** Why it is not certain that writes to the Kubernetes API passed webhooks; undefined: they did. */
export const withoutWebhooks = ({ plan, environment: { webhooks } }: DecidingNumbers): string | undefined => {
  if (webhooks === 'none') return 'the installation has no webhooks for pipelines';
  if (webhooks === 'unknown')
    return 'whether the installation has webhooks is not known: allow the user of the context to list webhook configurations';
  return settings.safeParse(plan.settings).data?.webhooks === false ? 'the webhooks of the target were off' : undefined;
};

/** A number of objects, bytes or requests, with separators. */
export const numberText = (value: number): string => Math.round(value).toLocaleString('en');

/** `12.3 ms` */
export const millisecondsText = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
