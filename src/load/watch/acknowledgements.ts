import { readFile } from 'node:fs/promises';

/** Unix milliseconds at which k6 had the answer to a create, by the index of the pipeline. */
export type Acknowledgements = ReadonlyMap<number, number>;

/** As suites/load/crd/create.ts prints it with ACKNOWLEDGE=1. */
const printed = /acknowledged (\d+) (\d+)/g;

export const parseAcknowledgements = (text: string): Acknowledgements =>
  new Map([...text.matchAll(printed)].map(([, index, instant]) => [Number(index), Number(instant)]));

/** Reads what k6 printed; nothing if it printed nothing. */
export const readAcknowledgements = async (file: string): Promise<Acknowledgements> => {
  try {
    return parseAcknowledgements(await readFile(file, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return new Map();
  }
};
