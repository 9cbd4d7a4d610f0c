import { object, text, type Json } from '../clients/json-response.ts';

/** The plural names of the kinds that belong to a target. */
const plurals: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  ServiceAccount: 'serviceaccounts',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  Service: 'services',
  Deployment: 'deployments',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  CustomResourceDefinition: 'customresourcedefinitions',
  MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
  ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
};

/** The API path of an object, from its metadata: `/apis/apps/v1/namespaces/NS/deployments/NAME`. */
export const objectPath = (resource: Json): string => {
  const kind = text(resource, 'kind');
  const plural = plurals[kind];
  if (plural === undefined) throw new Error(`no API path is known for objects of kind ${kind}`);
  const apiVersion = text(resource, 'apiVersion');
  const namespace = text(object(resource, 'metadata'), 'namespace');
  const collection = [
    apiVersion.includes('/') ? '/apis' : '/api',
    apiVersion,
    ...(namespace === '' ? [] : ['namespaces', namespace]),
    plural,
  ].join('/');
  return `${collection}/${text(object(resource, 'metadata'), 'name')}`;
};
