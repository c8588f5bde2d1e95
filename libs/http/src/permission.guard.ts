import { DomainError, hasRole, operationOf, type Directory } from '@dealtrail/event-sourcing';
import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isPublic, messageOf } from './from-request.js';
import type { TokenVerifier } from './token.js';

/**
 * Who asks, and whether any of their roles may ask this at all; whose record it is, the runner checks after loading it.
 * People and roles are asked of the directory each time, so that a deactivation acts at once on tokens still valid.
 */
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly directory: () => Directory,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const handler = context.getHandler();
    if (isPublic(handler)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const subject = this.tokens.subject(request.headers.authorization, Date.parse(request.edge.now));
    return typeof subject === 'string'
      ? this.permit(handler, request, subject)
      : subject.then((staffId) => this.permit(handler, request, staffId));
  }

  private permit(handler: object, { edge }: FastifyRequest, staffId: string): boolean {
    const message = messageOf(handler);
    const operation = message && operationOf(message);
    if (!operation) throw new DomainError('not-permitted', 'forbidden');
    edge.actor = { kind: 'staff', id: staffId };
    edge.operation = message.name;
    const directory = this.directory();
    if (!directory.rolesOf(staffId)?.length) throw new DomainError('unknown-person', 'forbidden');
    if (!hasRole(operation.allow, staffId, directory)) throw new DomainError('role-not-permitted', 'forbidden');
    return true;
  }
}
