import { SharedArray } from 'k6/data';
import { namespaceOf } from '../../../src/load/data/namespaces.ts';
import type { ObjectSource } from '../../../src/load/data/pipelines.ts';
import type { ProseLists } from '../../../src/load/data/prose.ts';
import { settings } from './settings.ts';

const read = (): ProseLists => JSON.parse(open(import.meta.resolve('../../../fixtures/load/prose.json'))) as ProseLists;

/** Parsed once, and copied to each virtual user before the run: an element of a SharedArray is parsed at each access. */
const list = (name: keyof ProseLists): readonly string[] => Array.from(new SharedArray(name, () => [...read()[name]]));

/** What the objects of this run are derived from. */
export const objectSource: ObjectSource = {
  prefix: settings.prefix,
  seed: settings.seed,
  prose: {
    displayNames: list('displayNames'),
    descriptions: list('descriptions'),
    sentences: list('sentences'),
  },
};

/** The namespace of object `index`. */
export const namespaceAt = (index: number): string => namespaceOf(settings.namespace, settings.namespaces, index);
