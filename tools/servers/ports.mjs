import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Reads a JSON file; an absent or broken one reads as the given default. */
export function readJson(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return otherwise;
  }
}

/** Writes a JSON file whole or not at all, readable by its owner only. */
export function writeJson(file, value) {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether nobody listens on this port of the address. */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A free port below the range from which systems take ports for outgoing connections. */
async function freePort(taken) {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
}

/** The ports of one server, `{ name: port }`: those remembered in `ports.json`, each busy or missing one chosen anew. */
export async function portsFor(dataDir, server, names) {
  const file = join(dataDir, 'ports.json');
  const all = readJson(file, {});
  const taken = new Set(Object.values(all).flatMap((ports) => Object.values(ports)));
  const ports = {};
  for (const name of names) {
    const before = all[server]?.[name];
    ports[name] = before && (await isFree(before)) ? before : await freePort(taken);
    taken.add(ports[name]);
  }
  writeJson(file, { ...all, [server]: ports });
  return ports;
}
