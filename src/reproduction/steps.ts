import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import { commandLines, type Command } from './command.ts';
import { curlCommand } from './curl.ts';
import type { TokenHolder } from '../clients/token-holder.ts';
import type { HandSetVariables } from './hand-set-variables.ts';
import { kubectlCommand } from './kubectl.ts';
import type { Capture, KnownValues, Source } from './known-values.ts';
import { hideSecrets } from './secrets.ts';

/** A command of a script, with what the run got for an answer. */
export interface Step extends Source {
  readonly surface: Exchange['surface'];
  readonly command: Command;
  readonly captures: Capture[];
  status: number;
}

const resourceVersions = /(?:resourceVersion=|"resourceVersion"\s*:\s*")(\d+)/g;

/** A resourceVersion out of a watch, which no jq filter finds again, is one the reader sets. */
const fixResourceVersions = ({ target, body }: HttpRequest, known: KnownValues, variables: HandSetVariables): void => {
  const text = `${target}\n${typeof body === 'string' ? body : ''}`;
  for (const [, value = ''] of text.matchAll(resourceVersions)) {
    if (value !== '0' && !known.knows(value)) variables.fix(value, 'RESOURCE_VERSION');
  }
};

/**
 * The exchanges as commands. Between two writes a read stands once, however often it was made: how often a harness polls
 * is chance, and so must not be in a script.
 */
export const stepsOf = (
  exchanges: readonly Exchange[],
  known: KnownValues,
  variables: HandSetVariables,
  credentialsNamed: boolean,
  tokens: ReadonlyMap<string, TokenHolder> = new Map(),
): readonly Step[] => {
  const steps: Step[] = [];
  let reads = new Map<string, Step>();
  let files = 0;
  const newFile = () => `body-${++files}`;
  for (const { surface, replica, request, response } of exchanges) {
    hideSecrets(request, known, variables, credentialsNamed);
    fixResourceVersions(request, known, variables);
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
