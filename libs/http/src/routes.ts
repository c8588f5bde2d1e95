import { type OperationInfo } from '@dealtrail/event-sourcing';
import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { isPublic, messageOf } from './from-request.js';
import { planOf, type MessagePlan } from './message-class.js';

/** One route of the application with the message it takes. */
export interface Route {
  /** Lower case, e.g. `post`. */
  readonly method: string;
  /** As Nest writes it, e.g. `/deals/:dealId/win`. */
  readonly path: string;
  /** What it answers when it does what it is asked. */
  readonly status: number;
  /** The controller's class name without `Controller`. */
  readonly group: string;
  readonly plan: MessagePlan;
  readonly operation: OperationInfo;
}

/**
 * Every route that is not public. Throws, naming each offender, when one has no permission, two serve the same message, or a
 * path has a parameter its message has no field for: such an application must not start.
 */
export function scanRoutes(app: INestApplication): Route[] {
  const routes: Route[] = [];
  const faults: string[] = [];
  const byName = new Map<string, string>();
  for (const { controller, handler, method, path, status } of handlers(app)) {
    if (isPublic(handler)) continue;
    const shown = `${method.toUpperCase()} ${path} (${controller}.${handler.name})`;
    const message = messageOf(handler);
    const plan = message && planOf(message);
    if (!plan?.operation) {
      faults.push(
        `${shown} states no permission: it takes no @FromRequest() message with @Operation and is not @Public()`,
      );
      continue;
    }
    const other = byName.get(plan.type.name);
    if (other) faults.push(`${shown} serves ${plan.type.name}, as ${other} does`);
    byName.set(plan.type.name, shown);
    for (const parameter of parametersOf(path))
      if (!plan.properties.has(parameter)) faults.push(`${shown}: ${plan.type.name} has no field ${parameter}`);
    const group = controller.replace(/Controller$/, '');
    routes.push({ method, path, status, group, plan, operation: plan.operation });
  }
  if (faults.length > 0) throw new Error(`routes that must not be served:\n${faults.join('\n')}`);
  return routes;
}

/** Names of the parameters in a path. */
export const parametersOf = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);

interface Handler {
  readonly controller: string;
  readonly handler: { readonly name: string };
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

function* handlers(app: INestApplication): Generator<Handler> {
  const names = new MetadataScanner();
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values()) {
      const controller = metatype as Type;
      const prototype = controller.prototype as object;
      for (const name of names.getAllMethodNames(prototype)) {
        const handler = Reflect.get(prototype, name) as { readonly name: string };
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) continue;
        const status = (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? 200;
        for (const prefix of pathsOf(controller))
          for (const path of pathsOf(handler))
            yield {
              controller: controller.name,
              handler,
              method: RequestMethod[method].toLowerCase(),
              path: join(prefix, path),
              status,
            };
      }
    }
}

const pathsOf = (decorated: object): string[] =>
  [Reflect.getMetadata(PATH_METADATA, decorated) as string | string[]].flat();

const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
