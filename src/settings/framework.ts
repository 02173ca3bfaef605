import type { ExportFact, Framework, MethodFact, Registration, ScopedClass } from '../catalog/framework-types.js';
import { boolean, listOf, object, oneOf, text, type Shape } from './shape.js';

/** A framework as users describe it: what the built-in catalog has to prove may be left out. */
export type FrameworkEntry = Omit<Framework, 'source'> & Partial<Pick<Framework, 'source'>>;

const texts = listOf(text);
const some = listOf(text, 1);
const runs = oneOf(['once', 'many', 'close']);

const registration: Shape<Registration> = object<Registration>(
  { calls: some, runs },
  { first: some, members: some, route: boolean, proves: boolean, disposes: boolean, why: text },
);

const method: Shape<MethodFact> = object<MethodFact>(
  { runs },
  { decorators: some, names: some, classes: some, why: text },
);

const exported: Shape<ExportFact> = object<ExportFact>(
  { names: some, runs },
  { beside: some, directive: text, why: text },
);

const scoped: Shape<ScopedClass> = object<ScopedClass>(
  { decorators: some, argument: text, why: text },
  { provider: object<NonNullable<ScopedClass['provider']>>({ option: text, factory: text, why: text }, {}) },
);

/** A framework of the user's. */
export const frameworkEntry: Shape<FrameworkEntry> = object<FrameworkEntry>(
  { name: text, modules: some },
  {
    ambient: boolean,
    source: texts,
    registrations: listOf(registration),
    methods: listOf(method),
    exports: listOf(exported),
    scoped: listOf(scoped),
    setUpTypes: texts,
    container: boolean,
    singletons: object<NonNullable<Framework['singletons']>>({ decorators: some, unless: text }, { perRequest: some }),
    command: boolean,
    place: text,
  },
);
