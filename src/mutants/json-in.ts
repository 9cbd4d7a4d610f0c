import { jsonObject, type Json } from '../clients/json-response.ts';
import type { HttpResponse } from '../contract/exchange.ts';

/** The JSON object in a body; `{}` for any other body. A mutant changes what is there and judges nothing by it. */
export const jsonIn = ({ body }: Pick<HttpResponse, 'body'>): Json => jsonObject(body) ?? {};
