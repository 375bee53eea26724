const MODULES = 'orders|goods|order-history|campaigns|overview';

/** The layers of the engine, from the bottom; each knows itself and those below it. */
const LAYERS = ['database', 'event-log', 'subscriptions', 'relay', 'views', 'followers', 'http', 'access'];

/** Files of the engine that all layers use. */
const VALUES = 'setting-forms|settings|text|time-zones|tracing';

/** The walls of the house (see docs/decisions/0005-walls.md). */
module.exports = {
  forbidden: [
    {
      name: 'modules-meet-through-events',
      comment: 'A module sees another one only through its events, and sagas through the commands it exports for them.',
      severity: 'error',
      from: { path: `^src/(${MODULES})/`, pathNot: '[.]saga[.]ts$' },
      to: { path: `^src/(${MODULES})/`, pathNot: ['^src/$1/', '[.]events[.]ts$'] },
    },
    {
      name: 'sagas-send-commands',
      severity: 'error',
      from: { path: `^src/(${MODULES})/.*[.]saga[.]ts$` },
      to: { path: `^src/(${MODULES})/`, pathNot: ['^src/$1/', '[.](events|command)[.]ts$'] },
    },
    {
      name: 'events-import-nothing',
      severity: 'error',
      from: { path: '[.]events[.]ts$' },
      to: { path: '.' },
    },
    {
      name: 'deciders-are-pure',
      comment: 'A decider, and what deciders share, knows events and refusals: no Nest, no TypeORM, no clock, no random.',
      severity: 'error',
      from: { path: '[.](decider|refusals)[.]ts$' },
      to: {
        path: '.',
        pathNot: ['[.]events[.]ts$', '[.]refusals[.]ts$', '^src/shared/event-log/refusal[.]ts$', '^src/money/currencies[.]ts$'],
      },
    },
    {
      name: 'modules-use-the-door',
      comment: 'Of the engine, a module knows what #kronika exports; deciders have a smaller door.',
      severity: 'error',
      from: { path: `^src/(${MODULES}|money|demo)/`, pathNot: '[.](decider|refusals)[.]ts$' },
      to: { path: '^src/shared/', pathNot: '^src/shared/kronika[.]ts$' },
    },
    {
      name: 'examples-use-the-door',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(src|migrations|test)/', pathNot: '^src/shared/kronika[.]ts$' },
    },
    {
      name: 'shared-knows-no-module',
      comment: 'The engine knows nothing that is built on it.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^(src|migrations|examples)/', pathNot: '^src/shared/' },
    },
    ...LAYERS.map((layer, height) => ({
      name: `${layer}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/shared/${layer}/` },
      to: {
        path: '^src/shared/',
        pathNot: [`^src/shared/(${LAYERS.slice(0, height + 1).join('|')})/`, `^src/shared/(${VALUES})[.]ts$`],
      },
    })),
    {
      name: 'values-import-nothing',
      comment: 'What all layers use lies below them.',
      severity: 'error',
      from: { path: `^src/shared/(${VALUES})[.]ts$` },
      to: { path: '^src/', pathNot: `^src/shared/(${VALUES})[.]ts$` },
    },
    {
      name: 'migrations-are-frozen',
      comment: 'A migration that imports code changes with it.',
      severity: 'error',
      from: { path: '(^|/)migrations/\\d' },
      to: { path: '^(src|migrations)/' },
    },
    {
      name: 'queries-read-no-rows-of-schema-write',
      severity: 'error',
      from: { path: '^src/(order-history|campaigns/views)/' },
      to: { path: '[.]entity[.]ts$' },
    },
    {
      name: 'tools-load-the-app-on-demand',
      comment: 'A tool that explains its usage must not wait for the app.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/app[.]ts$', dynamic: false },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|bench|test)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['kronika-source', 'import', 'require', 'node', 'default'],
    },
  },
};
