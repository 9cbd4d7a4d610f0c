const unexpected = (): never => {
  throw new Error('expected a route without a schema, found one with a schema: remove withoutSchemas to compile it');
};

/**
 * For fastify's `schemaController`: no route of this server has a schema, and fastify would otherwise load its
 * compilers, about a hundred files, at every start.
 */
export const withoutSchemas = { compilersFactory: { buildValidator: unexpected, buildSerializer: unexpected } };
