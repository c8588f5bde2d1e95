import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const docker = join(__dirname, '..', 'docker');
const folder = mkdtempSync(join(tmpdir(), 'containers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compose = 'compose.postgres.yml';
const image = 'Dockerfile';
const mistakes: readonly (readonly [mistake: string, file: string, from: string, to: string, says: RegExp])[] = [
  ['a word the schema does not know', compose, 'healthcheck:', 'health-check:', /unevaluated properties/],
  ['a value of the wrong shape', compose, 'init: true', 'init: [often]', /must be boolean/],
  [
    'a floating version',
    compose,
    'postgres:18.4-bookworm',
    'postgres:latest',
    /postgres must be one that pins its version/,
  ],
  ['no limit', compose, 'cpus: "1"'.replaceAll('"', "'"), "cpus: ''", /proxy must be one that limits/],
  [
    'a password in the environment',
    compose,
    'DB: postgres12',
    'POSTGRES_PWD: x',
    /temporal must be one that keeps secrets/,
  ],
  [
    'a password in an address',
    compose,
    'LOG_LEVEL: ',
    'URL: postgres://a:b@c # ',
    /api must be one that keeps secrets/,
  ],
  [
    'a root that can be written',
    compose,
    'read_only: true',
    'read_only: false',
    /worker must be one that has a read-only root/,
  ],
  ['capabilities', compose, 'cap_drop: [ALL]', 'cap_drop: []', /temporal must be one that drops every capability/],
  ['root', compose, 'user: postgres', 'user: root', /postgres must be one that is not root/],
  ['a secret that is not there', compose, 'secrets: [database-url, master-key]', 'secrets: [none]', /secrets none/],
  ['a file that is not there', compose, 'config/Caddyfile', 'config/None', /None, which is not there/],
  [
    'a fault of the part that is merged',
    'compose.eventstore.yml',
    'pids: 64',
    'pids: 0',
    /eventstore-certificates must be one that limits/,
  ],
  [
    'a merged file that is not there',
    'compose.yml',
    'compose.postgres.yml, ',
    'compose.none.yml, ',
    /compose.none.yml/,
  ],
  ['a base image without its digest', image, '@sha256:', '#', /is not pinned/],
  ['an image that runs as root', image, 'USER node', '', /runs as root/],
  ['no health check', image, 'HEALTHCHECK', '# HEALTHCHECK', /no HEALTHCHECK/],
  [
    'a shell that keeps signals',
    image,
    'CMD ["node", "--enable-source-maps", "main.js"]',
    'CMD npm start',
    /exec form/,
  ],
  ['install scripts', image, ' --ignore-scripts', '', /install scripts/],
  ['an instruction that is none', image, 'EXPOSE 3000', 'EXPOSED 3000', /line \d+: Unknown instruction/],
  ['a script that does not parse', 'config/temporal-schema.sh', 'done', 'don', /temporal-schema.sh/],
];

/** A copy of our files, one of them changed. */
function copyWith(name: string, file?: string, from = '', to = ''): string {
  const copy = join(folder, name);
  cpSync(docker, copy, { recursive: true, filter: (path) => !path.endsWith('secrets') });
  if (file === undefined) return copy;
  const text = readFileSync(join(copy, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(copy, file), text.replace(from, to));
  return copy;
}

/** What the check finds in each folder, asked once: it is an ES module, and reading the schema takes its time. */
function faultsOf(folders: readonly string[]): readonly (readonly string[])[] {
  const script = `
    import { faultsOf } from ${JSON.stringify(pathToFileURL(join(docker, 'faults.mjs')).href)};
    console.log(JSON.stringify(process.argv.slice(1).map(faultsOf)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, ...folders], {
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}

describe('the check of the containers', () => {
  const ours = copyWith('ours');
  const copies = mistakes.map(([mistake, file, from, to]) => copyWith(mistake, file, from, to));
  let found: readonly (readonly string[])[] = [];
  beforeAll(() => {
    found = faultsOf([ours, ...copies]);
  }, 60_000);

  it('passes what is there', () => expect(found[0]).toEqual([]));

  it.each(mistakes.map(([mistake, , , , says], index) => [mistake, says, index] as const))(
    'finds %s',
    (_mistake, says, index) => expect(found[index + 1]?.join('\n')).toMatch(says),
  );
});
