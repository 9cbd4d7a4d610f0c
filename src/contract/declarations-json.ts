import { z } from 'zod';
import type { ScenarioDeclaration } from './declaration.ts';
import { declarationSchema } from './declaration-schema.ts';

/** What scenarios declare, as text that `parseDeclarations` reads. */
export const declarationsJson = (declarations: readonly ScenarioDeclaration[]): string =>
  `${JSON.stringify(declarations, null, 1)}\n`;

/** Reads what `declarationsJson` wrote. Throws where the text is something else. */
export const parseDeclarations = (text: string): readonly ScenarioDeclaration[] => {
  const parsed = z.array(declarationSchema).safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(`expected declarations of scenarios, got something else: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};
