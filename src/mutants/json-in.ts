import { jsonObject, type Json } from '../clients/json-response.ts';
import type { HttpResponse } from '../contract/exchange.ts';
import { deepFrozen } from './deep-frozen.ts';

/** The last body that was read: in the shadow of a control, all mutants read the same one in turn. */
let last: { readonly body: string; readonly json: Json } = { body: '', json: {} };

/** The JSON object in a body; `{}` for any other body. A mutant changes what is there and judges nothing by it. */
export const jsonIn = ({ body }: Pick<HttpResponse, 'body'>): Json => {
  if (body !== last.body) last = { body, json: deepFrozen(jsonObject(body) ?? {}) };
  return last.json;
};
