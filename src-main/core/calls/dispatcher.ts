/** Runs a call of the contract for whoever brings it: role check, parse, run, and an answer that may cross a process line. */
import type { z } from 'zod';
import { calls, type CallOutput, type Calls, type WindowRole } from '#contract/calls.ts';
import { AppError, type Result } from '#contract/faults.ts';
import { callNames, type CallName } from '#contract/names.ts';
import type { LogPort } from '../ports.ts';

/** Who calls. The transport has checked that it is this window; core checks what its role may do. */
export interface Caller {
  windowId: string;
  role: WindowRole;
}

type Handler<N extends CallName> = (input: z.output<Calls[N]['input']>, caller: Caller) => Promise<CallOutput<N>>;
/** One handler for every name: a missing one does not compile. */
export type Handlers<N extends CallName = CallName> = { [K in N]: Handler<K> };

export interface DispatcherDeps {
  handlers: Handlers;
  log: LogPort;
  randomId: () => string;
}

export type Dispatch = (name: string, input: unknown, caller: Caller) => Promise<Result<unknown>>;

export function createDispatcher({ handlers, log, randomId }: DispatcherDeps): Dispatch {
  return async (name, input, caller) => {
    try {
      if (!isCallName(name)) throw new AppError('NOT_ALLOWED', { call: name.slice(0, 100), role: caller.role });
      return { ok: true, value: await run(handlers, name, input, caller) };
    } catch (error) {
      if (error instanceof AppError) {
        log.write('info', 'calls', `${name} was refused: ${error.code}`, { ...error.params, cause: reasonOf(error.cause) });
        return { ok: false, error: error.shape };
      }
      const incident = randomId();
      log.write('error', 'calls', `${name} failed unexpectedly`, { incident, cause: reasonOf(error) });
      return { ok: false, error: new AppError('INTERNAL', { incident }).shape };
    }
  };
}

async function run(handlers: Handlers, name: CallName, input: unknown, caller: Caller): Promise<unknown> {
  const call = calls[name];
  if (!call.roles.some((role) => role === caller.role)) throw new AppError('NOT_ALLOWED', { call: name, role: caller.role });
  const parsed = call.input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError('INPUT_INVALID', { call: name, field: issue?.path.join('.') ?? '', problem: issue?.message ?? '' });
  }
  const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
  // Parsing the answer drops every field the contract does not name, so nothing private can slip out with it.
  return call.output.parse(await handler(parsed.data, caller));
}

const isCallName = (name: string): name is CallName => callNames.some((known) => known === name);

function reasonOf(cause: unknown): string | undefined {
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return cause === undefined ? undefined : JSON.stringify(cause);
}
