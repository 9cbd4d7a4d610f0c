import { environmentNames, type EnvironmentName } from '../environments/environment.ts';
import { alternatives } from '../text/alternatives.ts';

const texts: Readonly<Record<EnvironmentName, string>> = {
  local: 'processes on loopback',
  kind: 'pods of a cluster',
  existing: 'an installation',
};

/** The environments with what they are, for the help of `--environment`. */
export const environmentTexts = alternatives(environmentNames.map((name) => `"${name}" (${texts[name]})`));
