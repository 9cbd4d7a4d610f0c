import { pipelineSpec, type SpecParts } from './pipeline-spec.ts';

/** The JSON text of a definition without the name of its pipeline: `before + name + after` is the whole. */
export interface DefinitionTemplate {
  readonly before: string;
  readonly after: string;
}

/** Stands for the name while the text is made; no generated text contains it. */
const placeholder = '@name@';

const textOf = (parts: SpecParts): string => JSON.stringify(pipelineSpec(placeholder, parts));

const bytesOf = (steps: number): number => textOf({ kind: 'python', steps, filler: '' }).length;

let known: { readonly one: number; readonly two: number } | undefined;

/** Measured at the first use: k6 loads this file once for each virtual user. */
const pythonBytes = () => (known ??= { one: bytesOf(1), two: bytesOf(2) });

/** Larger pipelines get longer sources instead of more steps. */
const maxSteps = 20;

/** Without filler at most `bytes` bytes, if any pipeline is that small. */
const barePartsFor = (bytes: number): SpecParts => {
  const { one, two } = pythonBytes();
  if (bytes < one) return { kind: 'container', steps: 1, filler: '' };
  return { kind: 'python', steps: Math.min(maxSteps, 1 + Math.floor((bytes - one) / (two - one))), filler: '' };
};

/** Exactly `length` characters of comment lines; a line break has two characters in JSON. */
const fillerOf = (length: number, sentences: readonly string[]): string => {
  const parts: string[] = [];
  let left = length;
  for (let line = 0; left > 0; line += 1) {
    const text = `# ${sentences[line % sentences.length] ?? ''}\n`;
    const part = left > text.length ? text : '#'.repeat(left);
    parts.push(part);
    left -= part.endsWith('\n') ? part.length + 1 : part.length;
  }
  return parts.join('');
};

/**
 * A compiled pipeline (KFP IR 2.1.0) of `bytes` bytes of JSON with a name of `nameLength` characters. Comments of
 * `sentences`, which are ASCII without quotes or backslashes, fill up its last step. If `bytes` is less than the smallest
 * pipeline has, it is the smallest.
 */
export const definitionTemplate = (
  bytes: number,
  nameLength: number,
  sentences: readonly string[],
): DefinitionTemplate => {
  const bare = barePartsFor(bytes + placeholder.length - nameLength);
  const missing = bytes - nameLength - (textOf(bare).length - placeholder.length);
  const text = textOf({ ...bare, filler: fillerOf(missing, sentences) });
  const at = text.indexOf(placeholder);
  return { before: text.slice(0, at), after: text.slice(at + placeholder.length) };
};
