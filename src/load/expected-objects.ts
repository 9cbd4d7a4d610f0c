import { readFile } from 'node:fs/promises';
import { packagePath } from '../package-path.ts';
import { definitionTemplate, type DefinitionTemplate } from './data/definition.ts';
import { pipelineName } from './data/names.ts';
import { descriptionOf, displayNameOf, type ProseLists } from './data/prose.ts';
import { classBytes, sizeClassOf } from './data/sizes.ts';
import { definitionText } from './data/versions.ts';
import type { Plan } from './plan.ts';

/** The texts of one object as they were sent. */
export interface ExpectedTexts {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
}

/** What the objects of a store must hold, by their index: the scripts of k6 make them from the same functions. */
export interface ExpectedStore {
  pipeline(index: number): ExpectedTexts;
  /** The JSON text of the definition of the version of a pipeline. */
  definition(index: number): string;
}

export const expectedStore = async ({ sizes }: Plan, seed: number, prefix: string): Promise<ExpectedStore> => {
  const prose = JSON.parse(await readFile(packagePath('fixtures/load/prose.json'), 'utf8')) as ProseLists;
  const templates = new Map<number, DefinitionTemplate>();
  const fixedBytes = sizes === 'measured' ? undefined : sizes;
  const templateOf = (index: number): DefinitionTemplate => {
    const sizeClass = fixedBytes === undefined ? sizeClassOf(seed, index) : 0;
    const known = templates.get(sizeClass);
    if (known !== undefined) return known;
    const nameLength = pipelineName(prefix, 0).length;
    const template = definitionTemplate(classBytes(sizeClass, fixedBytes), nameLength, prose.sentences);
    templates.set(sizeClass, template);
    return template;
  };
  return {
    pipeline: (index) => ({
      name: pipelineName(prefix, index),
      displayName: displayNameOf(prose, seed, index),
      description: descriptionOf(prose, seed, index),
    }),
    definition: (index) => definitionText(templateOf(index), prefix, index),
  };
};
