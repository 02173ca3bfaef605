import type { Framework } from '../framework-types.js';

/** Controllers and resolvers run per request, providers are constructed once unless they are request-scoped. */
export const nest = {
  name: '@nestjs/core',
  modules: ['@nestjs/*', 'nestjs-*'],
  source: [
    '@nestjs/core@12.5.1 nest-application-context.js:152',
    '@nestjs/core@12.5.1 hooks/on-module-destroy.hook.js:38',
    '@nestjs/core@12.5.1 hooks/utils/get-instances-grouped-by-hierarchy-level.js:5',
  ],
  registrations: [
    { calls: ['use'], route: true, runs: 'many', why: 'for every request, as middleware of {call}' },
    { calls: ['createParamDecorator'], runs: 'many', why: 'for every request, in {call}' },
    {
      calls: [
        'Module',
        'forRoot',
        'forRootAsync',
        'registerAsync',
        'register',
        'forFeatureAsync',
        'forRootWithOptions',
      ],
      members: ['useFactory', 'useValue', 'useClass'],
      runs: 'once',
    },
  ],
  methods: [
    {
      decorators: ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Search', 'Sse'],
      runs: 'many',
      why: 'for every request, in {method} (@{decorator})',
    },
    {
      decorators: ['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveReference'],
      runs: 'many',
      why: 'for every query, in {method} (@{decorator})',
    },
    {
      decorators: [
        'MessagePattern',
        'EventPattern',
        'GrpcMethod',
        'GrpcStreamMethod',
        'SubscribeMessage',
        'RabbitSubscribe',
        'RabbitRPC',
        'SqsMessageHandler',
        'OnEvent',
      ],
      runs: 'many',
      why: 'for every message, in {method} (@{decorator})',
    },
    {
      decorators: ['Process', 'OnWorkerEvent', 'OnQueueEvent'],
      runs: 'many',
      why: 'for every job, in {method} (@{decorator})',
    },
    { decorators: ['Cron', 'Interval'], runs: 'many', why: 'at every run of {method} (@{decorator})' },
    { decorators: ['Timeout'], runs: 'once' },
    { names: ['process'], classes: ['Processor', 'WorkerHost'], runs: 'many', why: 'for every job, in {method}' },
    {
      names: ['canActivate', 'intercept', 'transform', 'catch', 'use', 'validate'],
      classes: [
        'CanActivate',
        'NestInterceptor',
        'PipeTransform',
        'ExceptionFilter',
        'NestMiddleware',
        'PassportStrategy',
        'Catch',
      ],
      runs: 'many',
      why: 'for every request, in {method}',
    },
    { names: ['onModuleInit', 'onApplicationBootstrap', 'configure', 'afterInit'], runs: 'once' },
    { names: ['run'], classes: ['CommandRunner', 'Command'], runs: 'once' },
    { names: ['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'], runs: 'close' },
  ],
  scoped: [
    {
      decorators: ['Injectable', 'Controller', 'Resolver', 'Processor', 'WebSocketGateway'],
      argument: 'Scope.REQUEST',
      why: 'for every request, in the request-scoped {class}',
      provider: { option: 'scope', factory: 'useFactory', why: 'for every request, in a request-scoped provider' },
    },
  ],
  container: true,
  singletons: {
    decorators: ['Injectable', 'Controller', 'Resolver', 'Processor', 'WebSocketGateway', 'Catch'],
    unless: 'scope',
    // docs.nestjs.com/fundamentals/injection-scopes: a class that injects one of these lives as long as a request.
    perRequest: ['REQUEST', 'CONTEXT', 'INQUIRER'],
  },
  place: 'In Nest: make it a provider that closes it in onApplicationShutdown, and inject it.',
} satisfies Framework;
