import { crdPageLimit } from '../../../src/load/data/page-limits.ts';
import { crdLists, readCrdPage } from '../support/crd-lists.ts';
import { loadOptions } from '../support/options.ts';
import { lastToken } from '../support/pages.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { lastPage } = crdLists('list-last-page');

export const setup = (): string => lastToken(readCrdPage, crdPageLimit);

export const { warm, measured } = scenarios<string>((_, token) => void lastPage(token));
