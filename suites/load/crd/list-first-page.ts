import { loadOptions } from '../support/options.ts';
import { crdLists } from '../support/crd-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { page } = crdLists('list-first-page');

export const { warm, measured } = scenarios((iteration) => void page(iteration));
