/**
 * What may import what, as lint (design: libs say what is true, workflows say what happens next, apps say where it runs).
 * Two kinds of rule: layers by Nx tag, and imports by file suffix.
 */

/** Each layer and the layers it may use. Contexts never use each other: each names itself only through relative imports. */
export const layers = {
  kernel: ['kernel'],
  adapter: ['kernel', 'adapter'],
  edge: ['kernel', 'adapter', 'edge'],
  foundation: ['kernel', 'adapter', 'edge', 'foundation'],
  context: ['kernel', 'adapter', 'edge', 'foundation'],
  view: ['kernel', 'adapter', 'edge', 'foundation', 'context'],
  process: ['kernel', 'adapter', 'foundation', 'context', 'view'],
  app: ['kernel', 'adapter', 'edge', 'foundation', 'context', 'view', 'process', 'app'],
};

const kernel = [
  '@dealtrail/event-sourcing',
  '@dealtrail/event-sourcing/testing',
  '@dealtrail/money',
  '@dealtrail/calendar',
];
/** Foundation contexts: what every decision may know. */
const foundation = ['@dealtrail/known', '@dealtrail/staff', '@dealtrail/policies'];

/** Contexts whose facts a view folds together. */
const contexts = [
  '@dealtrail/customers',
  '@dealtrail/deals',
  '@dealtrail/contracts',
  '@dealtrail/orders',
  '@dealtrail/cases',
  '@dealtrail/payments',
  '@dealtrail/product-feedback',
];

/** Refuses every import that is neither relative nor named here. */
const only = (message, ...allowed) => [
  'error',
  {
    patterns: [
      { regex: `^(?!\\.{1,2}/)(?!(?:${allowed.map((name) => name.replaceAll('/', '\\/')).join('|')})$).+`, message },
    ],
  },
];

/** Refuses these packages. */
const never = (message, ...names) => ['error', { patterns: [{ regex: `^(?:${names.join('|')})(?:$|/)`, message }] }];

const temporal = ['@temporalio/client', '@temporalio/worker'];
const eventStoreClient = '@eventstore/db-client';

/** Holds libs to these layers. */
const boundaries = (layers) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: false,
      allow: [],
      depConstraints: Object.entries(layers).map(([layer, uses]) => ({
        sourceTag: `layer:${layer}`,
        onlyDependOnLibsWithTags: uses.map((used) => `layer:${used}`),
      })),
    },
  ],
});

export const layering = [
  { files: ['apps/**/*.ts', 'libs/**/*.ts', 'workflows/**/*.ts'], rules: boundaries(layers) },
  {
    // The sales floor of the specs wires what an app wires, the file store too.
    files: ['workflows/testing/**/*.ts'],
    rules: boundaries({ ...layers, process: [...layers.process, 'edge'] }),
  },
  {
    files: ['libs/**/*.ts', 'workflows/**/*.ts'],
    ignores: [
      'libs/process-runner/**',
      'libs/runtime/**',
      'libs/event-store/src/eventstoredb/client.ts',
      '**/*.spec.ts',
      '**/testing/**',
    ],
    rules: {
      'no-restricted-imports': never(
        'only apps and the process runner talk to Temporal, and one file to EventStoreDB',
        ...temporal,
        eventStoreClient,
      ),
    },
  },
  {
    files: ['libs/*/src/**/*.{events,upcasts,decider,projection,fold}.ts'],
    rules: {
      'no-restricted-imports': only(
        'facts and rules are pure: the kernel and what every decision may know, nothing else',
        ...kernel,
        ...foundation,
      ),
    },
  },
  {
    files: ['libs/views/src/**/*.projection.ts'],
    rules: {
      'no-restricted-imports': only(
        'a view folds facts of the contexts: no more than that and what facts and rules may use',
        ...kernel,
        ...foundation,
        ...contexts,
      ),
    },
  },
  {
    files: ['libs/*/src/**/*.{commands,queries}.ts'],
    rules: {
      'no-restricted-imports': only(
        'messages are the kernel and their validation, nothing else',
        ...kernel,
        ...foundation,
        'class-validator',
        'class-transformer',
        '@dealtrail/read-store',
      ),
    },
  },
  {
    files: ['workflows/**/*.workflow.ts', 'workflows/clock.ts', 'workflows/send.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.{1,2}/)(?!@temporalio/(?:workflow|common)$).+',
              message: 'a workflow imports @temporalio/workflow, relative files and types',
              allowTypeImports: true,
            },
          ],
        },
      ],
      'no-restricted-imports': 'off',
    },
  },
];
