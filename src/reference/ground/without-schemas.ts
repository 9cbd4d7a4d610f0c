/**
 * For fastify's `schemaController`: no route of this server has a schema, and what would compile them is a hundred files that
 * are loaded at every start otherwise.
 */
export const WITHOUT_SCHEMAS = { compilersFactory: { buildValidator: unexpected, buildSerializer: unexpected } };

function unexpected(): never {
  throw new Error('expected a route without a schema, found one with: leave WITHOUT_SCHEMAS out to have it compiled');
}
