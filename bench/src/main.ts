import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Result } from './benchmark.js';
import { benchmarks } from './benchmarks.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
  },
});

async function main(): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) throw new Error('DATABASE_URL is not set: run `npm run bench`');
  const unknown = positionals.filter((id) => !benchmarks.some((benchmark) => benchmark.id === id));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; there are ${ids()}`);
  const results: Result[] = [];
  for (const benchmark of benchmarks) {
    if (positionals.length > 0 && !positionals.includes(benchmark.id)) continue;
    console.log(`${benchmark.id}  ${benchmark.title}`);
    const effort = { rounds: Number(values.rounds), duration: Number(values.seconds) * 1000 };
    for (const result of await benchmark.run(databaseUrl, effort)) {
      console.log(line(result));
      results.push(result);
    }
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  if (results.some((result) => !reaches(result, result.floor))) process.exitCode = 1;
}

const ids = (): string => benchmarks.map(({ id }) => id).join(', ');

const reaches = ({ value, better }: Result, bound: number): boolean =>
  better === 'higher' ? value >= bound : value <= bound;

function line(result: Result): string {
  const { metric, value, better, floor, goal, samples, reference } = result;
  const verdict = reaches(result, goal) ? 'goal reached' : reaches(result, floor) ? 'floor reached' : 'BELOW THE FLOOR';
  const bounds = `${better} is better, floor ${floor}, goal ${goal}`;
  const spread = `rounds ${samples.map((sample) => sample.toFixed(2)).join(' ')}`;
  return `      ${metric}: ${value.toFixed(2)} (${bounds}): ${verdict}\n      ${spread}; reference ${reference.value.toFixed(2)} ${reference.unit}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
