import type { HttpRequest } from '../contract/exchange.ts';

const groupHeader = 'impersonate-group';
const separator = ', ';

/**
 * The headers by which one who may impersonate asks as somebody else. Groups are one header here, as in every exchange that
 * is kept; `wireHeaders` sends it once for each. The API server adds `system:authenticated` by itself.
 */
export const impersonating = (user: string, groups: readonly string[]): Readonly<Record<string, string>> => {
  const divided = groups.find((group) => group.includes(separator));
  if (divided !== undefined) throw new Error(`a group called ${divided} cannot be impersonated: its name has a comma`);
  return { 'impersonate-user': user, ...(groups.length > 0 && { [groupHeader]: groups.join(separator) }) };
};

/** Headers as undici takes them: Kubernetes reads one group from each Impersonate-Group. */
export const wireHeaders = (headers: HttpRequest['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === groupHeader ? value.split(separator) : value,
    ]),
  );
