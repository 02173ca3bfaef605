import type { Framework } from '../framework-types.js';

/**
 * Methods of decorated controllers run per request (routing-controllers, inversify-express-utils, tsoa, Ts.ED,
 * LoopBack).
 */
export const controllers = {
  name: 'controllers',
  modules: [
    'routing-controllers',
    'inversify-express-utils',
    '@inversifyjs/http-core',
    'tsoa',
    '@tsoa/runtime',
    '@tsed/*',
    '@loopback/rest',
    '@overnightjs/core',
    '@foal/core',
  ],
  source: ['https://github.com/typestack/routing-controllers#readme'],
  methods: [
    {
      decorators: [
        'Get',
        'Post',
        'Put',
        'Patch',
        'Delete',
        'Head',
        'Options',
        'All',
        'Search',
        'Sse',
        'httpGet',
        'httpPost',
        'httpPut',
        'httpPatch',
        'httpDelete',
        'httpHead',
        'httpMethod',
        'get',
        'post',
        'put',
        'patch',
        'del',
        'Example',
      ],
      runs: 'many',
      why: 'for every request, in {method} (@{decorator})',
    },
  ],
  place: 'Inject it into the controller; construct it once, where the container is set up.',
} satisfies Framework;
