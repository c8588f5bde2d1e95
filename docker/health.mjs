/** The image's health check: asks the process of this container whether it is ready. The slim image has no curl. */
const port = process.env.HEALTH_PORT ?? process.env.PORT ?? '3000';
const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4000) }).catch(
  (error) => ({ ok: false, status: String(error.cause ?? error) }),
);
if (!answer.ok) {
  console.error(`not ready: ${answer.status}`);
  process.exitCode = 1;
}
