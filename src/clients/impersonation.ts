import type { HttpRequest } from '../contract/exchange.ts';

const groupHeader = 'impersonate-group';
const separator = ', ';

/**
 * The Kubernetes impersonation headers. Groups are joined in one header here, as in every recorded exchange;
 * `wireHeaders` sends one header for each group. The API server itself adds `system:authenticated`.
 */
export const impersonating = (user: string, groups: readonly string[]): Readonly<Record<string, string>> => {
  const divided = groups.find((group) => group.includes(separator));
  if (divided !== undefined) throw new Error(`a group called ${divided} cannot be impersonated: its name has a comma`);
  return { 'impersonate-user': user, ...(groups.length > 0 && { [groupHeader]: groups.join(separator) }) };
};

/** Headers in undici's terms: Kubernetes reads one group from each Impersonate-Group header. */
export const wireHeaders = (headers: HttpRequest['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === groupHeader ? value.split(separator) : value,
    ]),
  );
