import { object, text, type Json } from '../../clients/json-response.ts';
import type { Tenancy } from '../variant.ts';

const isOfCluster = (document: Json): boolean => text(document, 'kind').startsWith('Cluster');

/**
 * What a distribution lets its server do, for one target among several in a cluster: in the target's namespace, and under
 * names of its own in the cluster. A server of a single user gets what is for its namespace alone, where that is told apart.
 */
export const rightsFor = (
  shipped: readonly Json[],
  { id, namespace, tenancy }: { readonly id: string; readonly namespace: string; readonly tenancy: Tenancy },
): readonly Json[] => {
  const inNamespace = shipped.filter((document) => !isOfCluster(document));
  const wanted = tenancy === 'single-user' && inNamespace.length > 0 ? inNamespace : shipped;
  const named = (kind: string, name: string) => (kind.startsWith('Cluster') ? `${name}.${id}` : name);
  return wanted.map((document) => {
    const kind = text(document, 'kind');
    const roleRef = object(document, 'roleRef');
    return {
      ...document,
      metadata: {
        name: named(kind, text(object(document, 'metadata'), 'name')),
        ...(!isOfCluster(document) && { namespace }),
      },
      ...(kind.endsWith('Binding') && {
        roleRef: { ...roleRef, name: named(text(roleRef, 'kind'), text(roleRef, 'name')) },
        subjects: [{ kind: 'ServiceAccount', name: 'ml-pipeline', namespace }],
      }),
    };
  });
};
