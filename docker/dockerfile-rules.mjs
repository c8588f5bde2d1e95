/** What our Dockerfile must be beyond what its linter asks. */
import { validate } from 'dockerfile-utils';
import { stagesOf } from './dockerfile.mjs';

export function dockerfileFaults(text) {
  const faults = validate(text).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
  const stages = stagesOf(text);
  const known = stages.map(({ name }) => name);
  for (const { from, line } of stages) {
    if (!known.includes(from) && !/:\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}$/.test(from)) {
      faults.push(`line ${line}: ${from} is not pinned by version and digest`);
    }
  }
  const final = stages.at(-1)?.steps ?? [];
  const last = (keyword) => final.findLast((step) => step.keyword === keyword);
  const user = last('USER')?.args[0];
  if (user === undefined || /^(root|0)\b/.test(user)) faults.push('the image runs as root');
  const after = final.slice(final.indexOf(last('USER')) + 1);
  if (after.some(({ keyword }) => keyword === 'RUN' || keyword === 'COPY'))
    faults.push('the image is built on after its USER');
  if (!/CMD\s*\[/.test(last('HEALTHCHECK')?.raw ?? '')) faults.push('the image has no HEALTHCHECK in exec form');
  const command = last('CMD')?.raw ?? '';
  if (!command.startsWith('["node"')) faults.push('CMD must start node itself, in exec form, so that signals reach it');
  for (const { steps } of stages) {
    for (const { keyword, raw, line } of steps) {
      if (keyword === 'ADD') faults.push(`line ${line}: ADD fetches and unpacks; COPY says what it does`);
      if (keyword === 'RUN' && /\bnpm (ci|install)\b/.test(raw) && !/--ignore-scripts/.test(raw))
        faults.push(`line ${line}: packages run their install scripts`);
      if (/\b(ARG|ENV)$/.test(keyword) && /PASSWORD|SECRET|TOKEN|MASTER_KEY/i.test(raw))
        faults.push(`line ${line}: a secret would stay in the image`);
    }
  }
  return faults;
}
