import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Exchange } from '../contract/exchange.ts';
import type { LaneName } from '../contract/lane-name.ts';

/** Longer bodies are truncated. */
const bodyLimit = 64_000;

const lineOf = ({ request, response, ...rest }: Exchange): string => {
  const body = request.body === undefined ? '' : Buffer.from(request.body).subarray(0, bodyLimit).toString('utf8');
  return JSON.stringify({
    ...rest,
    request: { ...request, body },
    ...(response !== undefined && { response: { ...response, body: response.body.slice(0, bodyLimit) } }),
  });
};

/** Writes every exchange of a scenario in a lane, in order, as one line of JSON each. */
export const keepExchanges = async (
  directory: string,
  scenario: string,
  lane: LaneName,
  exchanges: readonly Exchange[],
): Promise<void> => {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, `${scenario}.${lane.replace('/', '-')}.jsonl`);
  await writeFile(file, exchanges.map((exchange) => `${lineOf(exchange)}\n`).join(''));
};
