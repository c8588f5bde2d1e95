/** What every service of ours must say, whatever the schema allows to be left out. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Two compose models as compose merges them: maps key by key, lists one after the other, else the later one. */
export function merged(first, second) {
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  if (!isMap(first) || !isMap(second)) return second ?? first;
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((key) => [key, merged(first[key], second[key])]));
}

/** A tag that names one version: with a digest, or with at least two numbers; never `latest` and its like. */
const isPinned = (image) => /@sha256:[0-9a-f]{64}$/.test(image) || /:[^:/]*\d+\.\d+(\.\d+)?[^:/]*$/.test(image);
const isJob = ({ restart }) => restart === 'on-failure';
const isSecret = (name, value) =>
  /PASSWORD|PWD|SECRET|KEY|TOKEN/i.test(name) && !/(_FILE|_PATH)$/.test(name) && value !== '';
const hasPassword = (value) => /\/\/[^/\s]*:[^/\s]+@/.test(String(value));

/** Services that write where they like: .NET keeps what it unpacks beside itself. */
const writesToItsRoot = ['eventstore'];
/** What makes files of volumes whose users are not there yet. */
const mayBeRoot = ['eventstore-certificates'];

const rules = {
  'names an image': ({ image }) => Boolean(image),
  'pins its version': ({ image }) =>
    isPinned(image ?? '') || /^dealtrail\/\w+:\$\{DEALTRAIL_VERSION:-\d+\.\d+\.\d+\}$/.test(image),
  'limits cpus, memory and processes': ({ deploy }) => {
    const { cpus, memory, pids } = deploy?.resources?.limits ?? {};
    return Boolean(cpus && memory && pids);
  },
  'starts again': ({ restart }) => ['unless-stopped', 'always', 'on-failure'].includes(restart),
  'drops every capability': ({ cap_drop }) => cap_drop?.includes('ALL') ?? false,
  'gains no privileges': ({ security_opt }) => security_opt?.includes('no-new-privileges:true') ?? false,
  'is not privileged': ({ privileged, pid, network_mode }) => !privileged && pid !== 'host' && network_mode !== 'host',
  'has a read-only root': ({ read_only }, name) => read_only === true || writesToItsRoot.includes(name),
  'is not root': ({ user }, name) => !/^(root|0)\b/.test(user ?? '') || mayBeRoot.includes(name),
  'shows its health': (service) => isJob(service) || Boolean(service.healthcheck?.test) || Boolean(service.build),
  'bounds its log': ({ logging }) => Boolean(logging?.options?.['max-size']),
  'keeps secrets out of its environment': ({ environment }) =>
    Object.entries(environment ?? {}).every(([key, value]) => !isSecret(key, value) && !hasPassword(value)),
};

const names = (list, key = 'source') => (list ?? []).map((each) => (typeof each === 'string' ? each : each[key]));

/** Names a service uses that the model does not have, and files the model names that are not in the folder. */
function dangling(model, folder) {
  const faults = [];
  const services = Object.entries(model.services ?? {});
  const used = (kind, of) =>
    services.flatMap(([service, each]) =>
      of(each).map((name) => [`${service} uses ${kind} ${name}`, model[kind]?.[name]]),
    );
  const volumes = (each) =>
    names(each.volumes)
      .map((name) => name.split(':')[0])
      .filter((name) => /^\w/.test(name));
  const depends = ({ depends_on }) => (Array.isArray(depends_on) ? depends_on : Object.keys(depends_on ?? {}));
  for (const [what, found] of [
    ...used('secrets', ({ secrets }) => names(secrets)),
    ...used('configs', ({ configs }) => names(configs)),
    ...used('networks', ({ networks }) => (Array.isArray(networks) ? networks : Object.keys(networks ?? {}))),
    ...used('volumes', volumes),
    ...used('services', depends),
  ]) {
    if (found === undefined) faults.push(`${what}, which is not there`);
  }
  for (const [name, { file }] of Object.entries(model.configs ?? {})) {
    if (!existsSync(join(folder, file))) faults.push(`config ${name} is ${file}, which is not there`);
  }
  return faults;
}

export function composeFaults(model, folder) {
  const broken = Object.entries(model.services ?? {}).flatMap(([name, service]) =>
    Object.entries(rules).flatMap(([rule, holds]) =>
      holds(service, name) ? [] : [`${name} must be one that ${rule}`],
    ),
  );
  return [...broken, ...dangling(model, folder)];
}
