/** Where a server of the test run is; a spec that needs it fails without it, it is never skipped. */
export function testServer(variable: 'TEST_DATABASE_URL' | 'TEST_TEMPORAL_ADDRESS'): string {
  const address = process.env[variable];
  if (!address) throw new Error(`${variable} is not set: run the tests with \`npm test\`, which starts the servers`);
  return address;
}
