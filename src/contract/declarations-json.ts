import { z } from 'zod';
import type { ScenarioDeclaration } from './declaration.ts';
import { declarationSchema } from './declaration-schema.ts';

/** The declarations of scenarios as JSON text for `parseDeclarations`. */
export const declarationsJson = (declarations: readonly ScenarioDeclaration[]): string =>
  `${JSON.stringify(declarations, null, 1)}\n`;

/** Parses the output of `declarationsJson`. Throws on any other text. */
export const parseDeclarations = (text: string): readonly ScenarioDeclaration[] => {
  const parsed = z.array(declarationSchema).safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(
      `expected declarations of scenarios; the text does not match their schema: ${z.prettifyError(parsed.error)}`,
    );
  return parsed.data;
};
