import { issuerFault, type Oidc } from '@dealtrail/http';

/** The identity provider a process is told of; adds what is wrong with it. */
export function readOidc(env: NodeJS.ProcessEnv, wrong: string[]): Oidc | undefined {
  const [issuer, audience] = [env['OIDC_ISSUER'], env['OIDC_AUDIENCE']];
  const staffClaim = env['OIDC_STAFF_CLAIM'] || undefined;
  if (!issuer !== !audience) wrong.push('OIDC_ISSUER and OIDC_AUDIENCE go together');
  if (staffClaim && !issuer) wrong.push('OIDC_STAFF_CLAIM is nothing without OIDC_ISSUER');
  if (!issuer || !audience) return undefined;
  const fault = issuerFault(issuer);
  if (fault !== undefined) wrong.push(`OIDC_ISSUER ${fault}: ${issuer}`);
  return { issuer, audience, staffClaim };
}
