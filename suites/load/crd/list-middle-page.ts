import { crdPageLimit } from '../../../src/load/data/page-limits.ts';
import { crdLists, knownInNamespace, readCrdPage } from '../support/crd-lists.ts';
import { loadOptions } from '../support/options.ts';
import { middleToken } from '../support/pages.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { page } = crdLists('list-middle-page');

export const setup = (): string => middleToken(readCrdPage, knownInNamespace(0), crdPageLimit);

export const { warm, measured } = scenarios<string>((_, token) => void page(0, token));
