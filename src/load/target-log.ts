import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { logTail } from '../environments/log-tail.ts';
import { lastLinesOf } from '../processes/last-lines.ts';

/** The last lines of the target of an environment; each of its starts has a log of its own. */
export const targetLogTail = (stateDirectory: string): readonly string[] => {
  const directory = path.join(stateDirectory, 'logs');
  const [latest] = readdirSync(directory)
    .filter((name) => name.startsWith('target-'))
    .map((name) => ({ file: path.join(directory, name), mtimeMs: statSync(path.join(directory, name)).mtimeMs }))
    .toSorted((one, other) => other.mtimeMs - one.mtimeMs);
  return latest === undefined ? [] : logTail({ lastLines: (count) => lastLinesOf(latest.file, count) });
};
