import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { redactor } from './redact.ts';

/** Copies a log and redacts the secrets in it. */
export const copyRedacted = async (source: string, target: string, secrets: readonly string[]): Promise<void> => {
  const redact = redactor(secrets);
  const output = createWriteStream(target);
  const done = finished(output);
  for await (const line of createInterface({ input: createReadStream(source), crlfDelay: Infinity })) {
    const clean = redact(line);
    if (clean !== undefined && !output.write(`${clean}\n`)) await once(output, 'drain');
  }
  output.end();
  await done;
};
