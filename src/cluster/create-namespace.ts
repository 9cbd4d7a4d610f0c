import { sendRequest, type RequestSender } from './send-request.ts';

export interface NamespaceOptions {
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether an existing namespace of this name is accepted. Default: it is an error. */
  readonly mayExist?: boolean;
}

/** Throws a RefusedError if the API server refuses to create the namespace. */
export const createNamespace = async (
  sender: RequestSender,
  name: string,
  { labels, mayExist = false }: NamespaceOptions = {},
): Promise<void> => {
  await sendRequest(sender, {
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(labels !== undefined && { labels }) } },
    accepted: mayExist ? [201, 409] : [201],
    purpose: `creating namespace ${name}`,
  });
};
