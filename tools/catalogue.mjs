import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './steps.mjs';

/**
 * Writes `docs/events.md` from the tables of the built product: every event with its version, who projects it and who
 * reacts to it. `--check` writes nothing and fails when the page is stale.
 */
const require = createRequire(join(root, 'apps', 'worker', 'package.json'));
const { schemas, projections } = require('@dealtrail/runtime');
const { reactionTables } = require('@dealtrail/workflows');

const page = join(root, 'docs', 'events.md');
const names = (tables, member, event) =>
  tables
    .filter((table) => Object.hasOwn(table[member], event))
    .map(({ name }) => name)
    .join(', ');

const lines = [
  '# Events',
  '',
  'Generated from the schema, projection and reaction tables by `npm run catalogue`; do not edit.',
  '',
];
for (const { category, types } of [...schemas].sort((a, b) => (a.category < b.category ? -1 : 1))) {
  lines.push(
    `## ${category}`,
    '',
    '| Event | Version | Personal fields | Projected by | Reacted to by |',
    '|---|---|---|---|---|',
  );
  for (const [event, { version, personal }] of Object.entries(types)) {
    const cells = [
      event,
      version,
      personal ? personal.fields.join(', ') : '',
      names(projections, 'project', event),
      names(reactionTables, 'react', event),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  lines.push('');
}
const text = lines.join('\n');

if (process.argv.includes('--check')) {
  let committed = '';
  try {
    committed = readFileSync(page, 'utf8');
  } catch {
    // Not there is stale too.
  }
  if (committed !== text) {
    console.error('docs/events.md is stale: run `npm run catalogue` and commit it.');
    process.exit(1);
  }
} else writeFileSync(page, text);
