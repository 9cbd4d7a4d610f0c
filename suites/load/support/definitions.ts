import { SharedArray } from 'k6/data';
import { definitionTemplate, type DefinitionTemplate } from '../../../src/load/data/definition.ts';
import { pipelineName } from '../../../src/load/data/names.ts';
import { classBytes, sizeClasses, sizeClassOf } from '../../../src/load/data/sizes.ts';
import { objectSource } from './objects.ts';
import { settings } from './settings.ts';

const { definitionBytes, prefix, seed } = settings;

/** Rendered once for all virtual users, before the run. */
const templates = new SharedArray('definitions', () => {
  const nameLength = pipelineName(prefix, 0).length;
  return Array.from({ length: definitionBytes === undefined ? sizeClasses : 1 }, (_, sizeClass) =>
    definitionTemplate(classBytes(sizeClass, definitionBytes), nameLength, objectSource.prose.sentences),
  );
});

/** An element of a SharedArray is parsed at each access; a virtual user keeps those it has used. */
const used: (DefinitionTemplate | undefined)[] = [];

/** The template of the definition of the version of pipeline `index`. */
export const templateAt = (index: number): DefinitionTemplate => {
  const sizeClass = definitionBytes === undefined ? sizeClassOf(seed, index) : 0;
  const template = (used[sizeClass] ??= templates[sizeClass]);
  if (template === undefined) throw new Error(`no definition of size class ${sizeClass}`);
  return template;
};
