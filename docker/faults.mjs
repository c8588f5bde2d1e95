/** All that is wrong with the compose files, the Dockerfile and the scripts of a folder. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { composeFaults, merged } from './compose-rules.mjs';
import { dockerfileFaults } from './dockerfile-rules.mjs';

// The schema has formats and keywords of its own ("duration", "deprecated") that only inform.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const fits = ajv.compile(JSON.parse(readFileSync(join(import.meta.dirname, 'compose-spec.schema.json'), 'utf8')));

const of = (file, found) => found.map((fault) => `${file}: ${fault}`);

function compose(folder) {
  const files = readdirSync(folder).filter((name) => /^compose.*\.yml$/.test(name));
  if (files.length === 0) return [`${folder} has no compose file`];
  const read = (name) => parse(readFileSync(join(folder, name), 'utf8'), { merge: true });
  const models = new Map(files.map((name) => [name, read(name)]));
  const shape = [...models].flatMap(([name, model]) =>
    fits(model)
      ? []
      : of(
          name,
          fits.errors.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`),
        ),
  );
  const included = (model) => (model.include ?? []).flatMap(({ path }) => path);
  const onlyMerged = [...models.values()].flatMap(included).filter((name) => !models.get(name)?.name);
  // What is run: a file by itself, or the files that it merges.
  const content = [...models].flatMap(([name, model]) => {
    if (onlyMerged.includes(name)) return [];
    const missing = included(model).filter((part) => !models.has(part));
    if (missing.length > 0) return [`${name}: includes ${missing.join(', ')}, which is not there`];
    const whole = included(model).reduce((sum, part) => merged(sum, models.get(part)), model);
    return of(name, composeFaults(whole, folder));
  });
  return [...shape, ...content];
}

const scripts = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.sh'))
    .flatMap((name) => {
      const { status, stderr } = spawnSync('sh', ['-n', join(folder, name)], { encoding: 'utf8' });
      return status === 0 ? [] : of(name, [stderr.trim()]);
    });

export const faultsOf = (folder) => [
  ...compose(folder),
  ...of('Dockerfile', dockerfileFaults(readFileSync(join(folder, 'Dockerfile'), 'utf8'))),
  ...scripts(folder),
];
