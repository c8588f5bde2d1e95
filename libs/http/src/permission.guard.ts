import {
  DomainError,
  hasRole,
  operationOf,
  scopeOfKey,
  type Actor,
  type Directory,
  type Instant,
} from '@dealtrail/event-sourcing';
import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { programOf } from './api-key.js';
import { isPublic, messageOf } from './from-request.js';
import type { TokenVerifier } from './token.js';

/**
 * Who asks, and whether any of their roles may ask this at all; whose record it is, the runner checks after loading it.
 * People, keys and roles are asked of the directory each time, so that what is withdrawn acts at once on tokens still valid.
 */
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly directory: () => Directory,
    private readonly lastKnown = directory,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const handler = context.getHandler();
    if (isPublic(handler)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return this.allows(handler, request, request.edge.now);
  }

  /** Whether it may be asked at this instant: what is answered for long is looked at again. */
  allows(handler: object, request: FastifyRequest, now: Instant): boolean | Promise<boolean> {
    const { authorization } = request.headers;
    const message = messageOf(handler);
    const directory = message && operationOf(message)?.whileBlind ? this.lastKnown : this.directory;
    const program = programOf(authorization, now, directory);
    if (program) return this.permit(handler, request, program);
    const subject = this.tokens.subject(authorization, Date.parse(now));
    return typeof subject === 'string'
      ? this.permit(handler, request, { kind: 'staff', id: subject })
      : subject.then((id) => this.permit(handler, request, { kind: 'staff', id }));
  }

  private permit(handler: object, { edge }: FastifyRequest, actor: Actor): boolean {
    const message = messageOf(handler);
    const operation = message && operationOf(message);
    if (!operation) throw new DomainError('not-permitted', 'forbidden');
    edge.actor = actor;
    edge.operation = message.name;
    const directory = operation.whileBlind ? this.lastKnown() : this.directory();
    if (actor.kind === 'apiKey') return scopeOfKey(operation.allow, actor.id, directory) !== undefined;
    if (!directory.rolesOf(actor.id)?.length) throw new DomainError('unknown-person', 'forbidden');
    if (!hasRole(operation.allow, actor.id, directory)) throw new DomainError('role-not-permitted', 'forbidden');
    return true;
  }
}
