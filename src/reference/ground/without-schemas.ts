const unexpected = (): never => {
  throw new Error('expected a route without a schema, found one with: leave withoutSchemas out to have it compiled');
};

/**
 * For fastify's `schemaController`: no route of this server has a schema, and what would compile them is a hundred files that
 * are loaded at every start otherwise.
 */
export const withoutSchemas = { compilersFactory: { buildValidator: unexpected, buildSerializer: unexpected } };
