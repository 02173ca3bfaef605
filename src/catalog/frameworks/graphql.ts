import type { Framework } from '../framework-types.js';

/** Resolvers and the context function run per request. */
export const graphql = {
  name: 'graphql',
  modules: [
    'graphql',
    '@apollo/*',
    'apollo-server*',
    'graphql-yoga',
    'mercurius',
    '@graphql-tools/*',
    'graphql-tools',
    '@apollo/subgraph',
    'type-graphql',
    '@pothos/*',
    'nexus',
    '@graphql-yoga/*',
  ],
  source: ['https://www.apollographql.com/docs/apollo-server/data/resolvers'],
  registrations: [
    {
      calls: [
        'ApolloServer',
        'makeExecutableSchema',
        'createSchema',
        'buildSubgraphSchema',
        'buildFederatedSchema',
        'register',
        'addResolversToSchema',
        'createYoga',
      ],
      members: ['resolvers.*', 'context', 'dataSources'],
      runs: 'many',
      why: 'for every query, as {member} of {call}',
    },
    {
      calls: [
        'expressMiddleware',
        'startStandaloneServer',
        'createYoga',
        'koaMiddleware',
        'createHandler',
        'graphqlHTTP',
      ],
      members: ['context'],
      runs: 'many',
      why: 'for every query, as {member} of {call}',
    },
    { calls: ['defineResolvers'], members: ['resolvers.*'], runs: 'many', why: 'for every query, in {call}' },
  ],
  methods: [
    {
      decorators: ['Query', 'Mutation', 'Subscription', 'FieldResolver'],
      runs: 'many',
      why: 'for every query, in {method} (@{decorator})',
    },
  ],
  place: 'Create it where the server is built and hand it to the resolvers in the context.',
} satisfies Framework;
