import { object, text, type Json } from '../clients/json-response.ts';

/** Of the kinds that belong to a target, under their API's path. */
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

/** `/apis/apps/v1/namespaces/NS/deployments/NAME`, where its metadata says that it is. */
export const objectPath = (resource: Json): string => {
  const kind = text(resource, 'kind');
  const plural = plurals[kind];
  if (plural === undefined) throw new Error(`there is no path for objects of kind ${kind}`);
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
