import { serverName } from '../../contract/server-name.ts';
import { object, text, type Json } from '../../clients/json-response.ts';

const isClusterScoped = (document: Json): boolean => text(document, 'kind').startsWith('Cluster');

/**
 * The permissions that a distribution grants its server, for one of several targets in a cluster: in the target's
 * namespace, and under unique names for cluster-scoped objects.
 */
export const rightsFor = (
  shipped: readonly Json[],
  { id, namespace }: { readonly id: string; readonly namespace: string },
): readonly Json[] => {
  const named = (kind: string, name: string) => (kind.startsWith('Cluster') ? `${name}.${id}` : name);
  return shipped.map((document) => {
    const kind = text(document, 'kind');
    const roleRef = object(document, 'roleRef');
    return {
      ...document,
      metadata: {
        name: named(kind, text(object(document, 'metadata'), 'name')),
        ...(!isClusterScoped(document) && { namespace }),
      },
      ...(kind.endsWith('Binding') && {
        roleRef: { ...roleRef, name: named(text(roleRef, 'kind'), text(roleRef, 'name')) },
        subjects: [{ kind: 'ServiceAccount', name: serverName, namespace }],
      }),
    };
  });
};
