/**
 * Runs the Dockerfile's own instructions without a container engine, each stage in a root of its own made of this machine's
 * read-only system folders (Linux, root): what differs from a real build is the base image, its Node and its libraries.
 *   node docker/rehearse.mjs <clean folder>          builds HEAD into <folder>/<stage>; the image is <folder>/final
 * `start-rehearsed.mjs` starts what came of it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { stagesOf } from './dockerfile.mjs';
import { inRoot, newRoot } from './root.mjs';

const [folder] = process.argv.slice(2);
if (!folder || existsSync(folder)) throw new Error('give a folder that does not exist yet');
const here = resolve(import.meta.dirname, '..');
const work = resolve(folder);
const context = join(work, 'context');
const [args, cache] = [{ app: 'api' }, join(work, 'npm-cache')];

/** A clean checkout without what `.dockerignore` names: `name` at the root or, with two stars before it anywhere. */
function checkOut() {
  for (const path of [context, cache]) mkdirSync(path, { recursive: true });
  const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: here, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', context], { input: archive });
  const ignored = readFileSync(join(context, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  for (const path of readdirSync(context, { recursive: true })) {
    const hit = ignored.find((each) =>
      each.startsWith('**/') ? path.split('/').includes(each.slice(3)) : path === each || path.startsWith(`${each}/`),
    );
    if (hit) throw new Error(`${path} is in the repository, but ${hit} keeps it out of the image`);
  }
}

/** `COPY [--from=stage] what… to`: the content of a folder, or a file into a folder or under a new name. */
function copy(root, cwd, { flags, args: paths }) {
  const source = flags.find(([name]) => name === 'from')?.[1];
  const from = source ? join(work, source) : context;
  const to = paths.at(-1);
  const target = join(root, isAbsolute(to) ? to : join(cwd, to));
  for (const path of paths.slice(0, -1)) {
    const file = !readable(join(from, path));
    cpSync(join(from, path), file && to.endsWith('/') ? join(target, path.split('/').at(-1)) : target, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}
const readable = (path) => {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
};

function build(stage, image) {
  const root = newRoot(join(work, stage.name));
  const base = image[stage.from];
  if (base) for (const path of base.owned) cpSync(join(base.root, path), join(root, path), { recursive: true });
  const env = { ...base?.env };
  let [cwd, user, cmd, healthcheck] = [base?.cwd ?? '/', 'root'];
  const owned = new Set(base?.owned ?? []);
  for (const step of stage.steps) {
    const { keyword, raw } = step;
    console.log(`${stage.name} ${step.line}: ${keyword} ${raw}`);
    if (keyword === 'WORKDIR') mkdirSync(join(root, (cwd = step.args[0])), { recursive: true });
    if (keyword === 'WORKDIR') owned.add(cwd);
    if (keyword === 'ENV') Object.assign(env, Object.fromEntries(step.args.map((pair) => pair.split('='))));
    if (keyword === 'COPY') copy(root, cwd, step);
    if (keyword === 'USER') user = step.args[0];
    if (keyword === 'CMD') cmd = JSON.parse(raw);
    if (keyword === 'HEALTHCHECK') healthcheck = JSON.parse(raw.slice(raw.indexOf('[')));
    if (keyword !== 'RUN') continue;
    const began = Date.now();
    const command = raw.replace(/^(--\S+\s+)+/, '');
    const mounts = step.flags.some(([name]) => name === 'mount') ? { '/root/.npm': cache } : {};
    const { status } = inRoot(root, ['sh', '-c', command], { cwd, env: { ...process.env, ...env, ...args }, mounts });
    if (status !== 0) throw new Error(`line ${step.line} ended with ${status}`);
    console.log(`  ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  return { root, env, cwd, user, cmd, healthcheck, owned };
}

checkOut();
const image = {};
for (const stage of stagesOf(readFileSync(join(context, 'docker/Dockerfile'), 'utf8'))) {
  image[stage.name] = build(stage, image);
}
const { root, env, cwd, user, cmd, healthcheck } = image.final;
writeFileSync(join(work, 'image.json'), JSON.stringify({ root, env, cwd, user, cmd, healthcheck }, null, 2));
const size = spawnSync('du', ['-sm', ...['dealtrail/node_modules', 'dealtrail'].map((path) => join(root, path))]);
console.log(`${size.stdout}described in ${join(work, 'image.json')}; of the base image nothing`);
