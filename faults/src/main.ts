import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Cluster } from './cluster.js';
import { Company } from './company.js';
import type { Fault, Report } from './fault.js';
import { faults } from './faults.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    seconds: { type: 'string' },
    callers: { type: 'string', default: '8' },
    slack: { type: 'string', default: '1' },
  },
});

const usually = (id: string): number => (id === 'CLUSTER' ? 130 : 30);

async function main(): Promise<void> {
  const unknown = positionals.filter((id) => !faults.some((fault) => fault.id === id));
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join(', ')}; there are ${faults.map(({ id }) => id).join(', ')}`);
  const wanted = faults.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  const cluster = await Cluster.up();
  const reports: Report[] = [];
  try {
    const company = await Company.in(cluster);
    for (const fault of wanted) {
      console.log(`${fault.id}  ${fault.title}`);
      const report = await one(fault, cluster, company);
      console.log(line(report));
      reports.push(report);
    }
  } finally {
    const ms = await cluster.down();
    console.log(`stopped in ${(ms / 1_000).toFixed(1)} s`);
    if (values.json) writeFileSync(values.json, `${JSON.stringify(reports, null, 2)}\n`);
  }
  if (reports.length < wanted.length || reports.some(({ passed }) => !passed)) process.exitCode = 1;
}

/** A fault that cannot even be judged has failed. */
async function one(fault: Fault, cluster: Cluster, company: Company): Promise<Report> {
  const seconds = Number(values.seconds ?? usually(fault.id));
  const scene = { cluster, company, seconds, callers: Number(values.callers), slack: Number(values.slack) };
  return fault.run(scene).catch((error: unknown) => {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const details = { error: why, said: cluster.said.slice(-2_000) };
    return { id: fault.id, passed: false, acknowledged: 0, refused: 0, unknown: 0, lost: 0, doubled: 0, details };
  });
}

function line({ passed, acknowledged, refused, unknown, lost, doubled, details }: Report): string {
  const counts = `${acknowledged} acknowledged, ${refused} refused, ${unknown} unknown, ${lost} lost, ${doubled} doubled`;
  return `      ${passed ? 'passed' : 'FAILED'}: ${counts}\n      ${JSON.stringify(details)}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
