const MODULES = 'orders|goods|order-history|campaigns';

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
      comment: 'A decider knows events and refusals: no Nest, no TypeORM, no clock, no random.',
      severity: 'error',
      from: { path: '[.]decider[.]ts$' },
      to: { path: '.', pathNot: ['[.]events[.]ts$', '[.]refusals[.]ts$', '^src/shared/event-log/refusal[.]ts$'] },
    },
    {
      name: 'shared-knows-no-module',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: `^src/(${MODULES})/` },
    },
    {
      name: 'queries-read-no-rows-of-schema-write',
      severity: 'error',
      from: { path: '^src/(order-history|campaigns/views)/' },
      to: { path: '[.]entity[.]ts$' },
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
