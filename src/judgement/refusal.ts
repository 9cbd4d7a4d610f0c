import { oneLine } from '../text/value-text.ts';

/** The texts of refusals in the answers of KFP and of the Kubernetes API, as they are or inside of another string. */
const refusals =
  /(?<quote>\\*)"(?:error_message|message|error)\k<quote>"\s*:\s*\k<quote>"(?<text>.+?)(?<!\\)\k<quote>"/gs;

/** What differs between two refusals for the same reason: ids, placeholders of names, numbers. */
const masked = (text: string): string =>
  text
    .replaceAll(/\\+"/g, '"')
    .replaceAll(/\\+[nt]/g, ' ')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '…')
    .replaceAll(/\d+/g, '#');

const textLimit = 160;

/** A status that refuses, and its reason, as scenarios tell an answer: as the value that was observed, or of a step. */
const told = /^"[45]\d\d (?<value>.+)"$|accepted: [45]\d\d (?<step>.+)$/gm;

/** The last refusal that a text quotes, without what differs between two refusals for the same reason. */
export const refusalIn = (text: string): string | undefined => {
  const quoted = [...text.matchAll(refusals)].at(-1)?.groups?.['text'];
  const { value, step } = [...text.matchAll(told)].at(-1)?.groups ?? {};
  const last = quoted ?? value ?? step;
  return last === undefined ? undefined : oneLine(masked(last), textLimit);
};
