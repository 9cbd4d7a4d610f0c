import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import { commandLines, type Command } from './command.ts';
import { curlCommand } from './curl.ts';
import type { TokenHolder } from '../clients/token-holder.ts';
import type { ScriptVariables } from './script-variables.ts';
import { kubectlCommand } from './kubectl.ts';
import type { Capture, KnownValues, Source } from './known-values.ts';
import { hideSecrets } from './secrets.ts';

/** A command of a script, with the status of the answer in the run. */
export interface Step extends Source {
  readonly surface: Exchange['surface'];
  readonly command: Command;
  readonly captures: Capture[];
  status: number;
}

const resourceVersions = /(?:resourceVersion=|"resourceVersion"\s*:\s*")(\d+)/g;

/** A resourceVersion from a watch cannot be extracted with jq, so the user must set it. */
const defineResourceVersions = (
  { target, body }: HttpRequest,
  known: KnownValues,
  variables: ScriptVariables,
): void => {
  const text = `${target}\n${typeof body === 'string' ? body : ''}`;
  for (const [, value = ''] of text.matchAll(resourceVersions)) {
    if (value !== '0' && !known.has(value)) variables.define(value, 'RESOURCE_VERSION');
  }
};

/**
 * The exchanges as commands. Equal reads between two writes are listed once, because the number of polls varies
 * between runs and must not affect the script.
 */
export const stepsOf = (
  exchanges: readonly Exchange[],
  known: KnownValues,
  variables: ScriptVariables,
  credentialsNamed: boolean,
  tokens: ReadonlyMap<string, TokenHolder> = new Map(),
): readonly Step[] => {
  const steps: Step[] = [];
  let reads = new Map<string, Step>();
  let files = 0;
  const newFile = () => `body-${++files}`;
  for (const { surface, replica, request, response } of exchanges) {
    hideSecrets(request, known, variables, credentialsNamed);
    defineResourceVersions(request, known, variables);
    const command =
      surface === 'rest'
        ? curlCommand(request, replica === undefined ? 'KFP' : `REPLICA_${replica + 1}`, known, newFile)
        : kubectlCommand(request, known, newFile, tokens);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead) reads = new Map();
    const text = commandLines(command, []).join('\n');
    const step: Step = reads.get(text) ?? { surface, command, captures: [], status: 0 };
    if (!steps.includes(step)) steps.push(step);
    if (isRead) reads.set(text, step);
    step.status = response?.status ?? 0;
    if (response !== undefined) known.learn(response.body, step);
  }
  return steps;
};
