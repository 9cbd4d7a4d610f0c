/** The name that KFP's manifests give the API server's Deployment, Service and ServiceAccount. */
export const serverName = 'ml-pipeline';
