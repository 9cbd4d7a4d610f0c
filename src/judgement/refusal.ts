/** The texts of refusals in the answers of KFP and of the Kubernetes API, as they are or inside of another string. */
const refusals =
  /(?<quote>\\*)"(?:error_message|message|error)\k<quote>"\s*:\s*\k<quote>"(?<text>.+?)(?<!\\)\k<quote>"/gs;

/** What differs between two refusals for the same reason: ids, placeholders of names, numbers. */
const masked = (text: string): string =>
  text
    .replaceAll(/\\+"/g, '"')
    .replaceAll(/\\+[nt]/g, ' ')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '…')
    .replaceAll(/\d+/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();

const textLimit = 160;

const shortened = (text: string): string => (text.length <= textLimit ? text : `${text.slice(0, textLimit - 1)}…`);

/** The last refusal that a text quotes, without what differs between two refusals for the same reason. */
export const refusalIn = (text: string): string | undefined => {
  const last = [...text.matchAll(refusals)].at(-1)?.groups?.['text'];
  return last === undefined ? undefined : shortened(masked(last));
};
