/** Nobody the server could name asks; shown as 401. */
export class Unauthenticated extends Error {
  constructor(
    readonly code: 'token-missing' | 'token-invalid' | 'token-expired' | 'api-key-expired' | 'api-key-revoked',
  ) {
    super(code);
    this.name = 'Unauthenticated';
  }
}
