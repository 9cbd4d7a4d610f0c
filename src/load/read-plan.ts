import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../failures/usage-error.ts';
import { builtInPlans, type BuiltInPlan } from './built-in-plans.ts';
import { planSchema, type Plan } from './plan.ts';

const isBuiltIn = (name: string): name is BuiltInPlan => Object.hasOwn(builtInPlans, name);
const names = Object.keys(builtInPlans).join(', ');

/** What the command line changes in a plan. */
export type PlanChanges = Partial<Pick<Plan, 'objects' | 'operations' | 'durability' | 'webhooks' | 'watchers'>>;

const parsePlan = (value: unknown, origin: string): Plan => {
  const parsed = planSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${origin}: not a plan. ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
};

const fromFile = async (file: string): Promise<unknown> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new UsageError(
      `--plan ${file}: ${code === 'ENOENT' ? `no such file, and no plan of that name (${names})` : message}`,
      { cause },
    );
  }
  try {
    return parse(text);
  } catch (cause) {
    throw new UsageError(`--plan ${file}: neither YAML nor JSON: ${(cause as Error).message}`, { cause });
  }
};

/** A plan by its name, or from a file, with the changes of the command line. Throws a UsageError if it is none. */
export const readPlan = async (plan: string, changes: PlanChanges): Promise<Plan> => {
  const origin = isBuiltIn(plan) ? builtInPlans[plan] : await fromFile(plan);
  return parsePlan({ ...parsePlan(origin, `--plan ${plan}`), ...changes }, `--plan ${plan} with these options`);
};
