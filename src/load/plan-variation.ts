import type { Measurement } from '../judgement/load/schema.ts';
import { planSchema, type Plan } from './plan.ts';

/** The factors of a plan, each as a report words it. */
const factors = {
  tenancy: ({ tenancy }) => tenancy,
  namespaces: ({ namespaces }) => String(namespaces),
  webhooks: ({ webhooks }) => (webhooks ? 'on' : 'off'),
  watchers: ({ watchers }) => String(watchers),
  durability: ({ durability }) => durability,
  sizes: ({ sizes }) => (sizes === 'measured' ? sizes : `${sizes} bytes`),
} as const satisfies Readonly<Record<string, (plan: Plan) => string>>;

const plain = planSchema.parse({
  name: 'plain',
  objects: [1_000],
  operations: ['create'],
  loop: { kind: 'closed', iterations: 1 },
});

/** The factors of a plan that differ from the default, by name: `{ tenancy: 'multi-user', namespaces: '100' }`. */
export const planVariation = (plan: Plan): Measurement['variation'] =>
  Object.fromEntries(
    Object.entries(factors).flatMap(([name, textOf]) => {
      const text = textOf(plan);
      return text === textOf(plain) ? [] : [[name, text]];
    }),
  );
