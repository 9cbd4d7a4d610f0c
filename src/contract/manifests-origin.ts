/** Where the CRDs, roles and webhook configurations under test come from: the operator, the harness, the installation. */
export const manifestsOrigins = ['supplied', 'harness', 'installed'] as const;
