import { userHeader } from '../contract/variant.ts';
import { writeHeaderFile } from './header-file.ts';
import type { Plan } from './plan.ts';

/** How requests by REST name their sender: a single-user target has none. */
export interface RestIdentity {
  readonly headers: Readonly<Record<string, string>>;
  /** The environment variables of scripts; secrets are named by file. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Writes the headers of the measuring user to a file, mode 0600. A multi-user target reviews its access for each request. */
export const restIdentity = async (
  { tenancy }: Pick<Plan, 'tenancy'>,
  { user, directory }: { readonly user: string; readonly directory: string },
): Promise<RestIdentity> => {
  if (tenancy === 'single-user') return { headers: {}, variables: { MULTI_USER: '0' } };
  const headers = { [userHeader]: user };
  return { headers, variables: { MULTI_USER: '1', KFP_HEADERS_FILE: await writeHeaderFile(headers, directory) } };
};
