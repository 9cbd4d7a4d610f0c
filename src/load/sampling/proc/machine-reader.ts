import { readFileSync } from 'node:fs';
import {
  parseCpuLine,
  parseMemInfo,
  parsePressure,
  parseSwappedPages,
  pressureNames,
  type MachineUsage,
} from './machine-usage.ts';

/** `''` where the kernel does not offer the file, such as /proc/pressure in many containers. */
const optionalText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Reads the machine from /proc; `folder` is /proc but in tests. */
export const readMachine = (folder = '/proc'): MachineUsage => ({
  ...parseCpuLine(readFileSync(`${folder}/stat`, 'utf8')),
  ...parseMemInfo(readFileSync(`${folder}/meminfo`, 'utf8')),
  swappedPages: parseSwappedPages(optionalText(`${folder}/vmstat`)),
  pressure: Object.fromEntries(
    pressureNames.flatMap((name) => {
      const pressure = parsePressure(optionalText(`${folder}/pressure/${name}`));
      return pressure === undefined ? [] : [[name, pressure] as const];
    }),
  ),
});
